/** Where a key leads to in a list of so many rows, of which `page` are seen at a time; undefined for any other key. */
export function moveByKey(key: string, at: number, count: number, page: number): number | undefined {
  const to = targetOf(key, at, count, Math.max(1, page - 1));
  return to === undefined || count === 0 ? undefined : Math.max(0, Math.min(count - 1, to));
}

function targetOf(key: string, at: number, count: number, page: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return at + 1;
    case 'ArrowUp':
    case 'k':
      return at - 1;
    case 'PageDown':
      return at + page;
    case 'PageUp':
      return at - page;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
