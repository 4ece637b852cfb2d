/** Of the rows at the top of what is seen, as many as tell a row that moved by itself from all of them moving. */
const WITNESSES = 3;

/**
 * By how many rows that which stands at `top` has moved, once `before` became `after`: so far the list is scrolled, so
 * that whoever reads further down is not carried away by what comes in above.
 */
export function shiftOf(before: readonly string[], after: readonly string[], top: number): number {
  const shifts = before.slice(top, top + WITNESSES).flatMap((id, offset) => {
    const now = after.indexOf(id);
    return now === -1 ? [] : now - (top + offset);
  });
  shifts.sort((a, b) => a - b);
  return shifts[Math.floor(shifts.length / 2)] ?? 0;
}
