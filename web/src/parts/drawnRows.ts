/** Above and below what is seen, so that a turn of the wheel shows no gap. */
const MARGIN = 6;

/** The numbers of the rows to draw, from the top: what is seen and a margin, and the one to keep wherever it is. */
export function drawnRows(
  seen: { readonly first: number; readonly last: number },
  count: number,
  keep: number,
): readonly number[] {
  const from = Math.max(0, seen.first - MARGIN);
  const to = Math.min(count - 1, seen.last + MARGIN);
  const rows = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
  if (keep < 0 || keep >= count || (keep >= from && keep <= to)) return rows;
  return keep < from ? [keep, ...rows] : [...rows, keep];
}
