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
