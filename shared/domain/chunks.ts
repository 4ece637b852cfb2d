/** Cuts a list, in order, into pieces of so many items. */
export function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

/** Cuts a list, in order, into pieces that keep both limits; an item that alone is too big gets a piece of its own. */
export function chunksBySize<T>(
  items: readonly T[],
  limit: { count: number; bytes: number },
  sizeOf: (item: T) => number,
): readonly (readonly T[])[] {
  const chunks: T[][] = [];
  let size = 0;
  for (const item of items) {
    const last = chunks.at(-1);
    const itemSize = sizeOf(item);
    if (last && last.length < limit.count && size + itemSize <= limit.bytes) {
      last.push(item);
      size += itemSize;
    } else {
      chunks.push([item]);
      size = itemSize;
    }
  }
  return chunks;
}
