/** Units that calls to Gmail have used, by the second since 1970 in which they were made, oldest first. */
export type Usage = readonly SecondsUsage[];

interface SecondsUsage {
  readonly second: number;
  readonly units: number;
}

/** Gmail counts a rolling minute; a call may be of the end of its second. */
const COUNTED_SECONDS = 61;

export const spend = (usage: Usage, units: number, at: Date): Usage =>
  addUsage(usage, [{ second: secondOf(at), units }]);

export function addUsage(usage: Usage, more: Usage): Usage {
  const sums = new Map(usage.map(({ second, units }) => [second, units]));
  for (const { second, units } of more) sums.set(second, (sums.get(second) ?? 0) + units);
  return [...sums].map(([second, units]) => ({ second, units })).sort((a, b) => a.second - b.second);
}

/**
 * What counts at a time and after it. What another instance has used in the future, by its clock, is of this moment:
 * nobody waits for a clock that is wrong.
 */
export function countedFrom(usage: Usage, now: Date): Usage {
  const second = secondOf(now);
  const counted = usage.filter((each) => each.second > second - COUNTED_SECONDS);
  const past = counted.filter((each) => each.second <= second);
  const ahead = unitsOf(counted) - unitsOf(past);
  return ahead === 0 ? past : spend(past, ahead, now);
}

export const unitsOf = (usage: Usage): number => usage.reduce((sum, { units }) => sum + units, 0);

/** The units that count against a call that is made then, those of calls that are to be made later included. */
export const unitsAt = (usage: Usage, at: Date): number =>
  unitsOf(usage.filter(({ second }) => second > secondOf(at) - COUNTED_SECONDS));

/** When a call of so many units is within the ceiling; at once where it never is, for Gmail to decide. */
export function roomFor(
  usage: Usage,
  call: { readonly units: number; readonly ceiling: number; readonly from: Date },
): Date {
  const times = [call.from, ...usage.map(({ second }) => new Date((second + COUNTED_SECONDS) * 1_000))];
  const fits = times.find((at) => at >= call.from && unitsAt(usage, at) + call.units <= call.ceiling);
  return fits ?? call.from;
}

const secondOf = (at: Date): number => Math.floor(at.getTime() / 1_000);
