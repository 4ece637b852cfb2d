const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'short' });
const dayOfYear = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const fullDay = new Intl.DateTimeFormat(undefined, {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
const shortDate = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short' });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });

const DAY_MS = 86_400_000;

/** Midnight, as the clocks here have it. */
const startOfDay = (at: Date): number => new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();

/** Days between two dates of the calendar, also where a day has 23 hours. */
export const daysBetween = (earlier: Date, later: Date): number =>
  Math.round((startOfDay(later) - startOfDay(earlier)) / DAY_MS);

/** As lists show it: the time of today's, the weekday of this week's, else the date. */
export function shortTime(at: Date, now: Date): string {
  const days = daysBetween(at, now);
  if (days === 0) return clock.format(at);
  if (days > 0 && days < 7) return weekday.format(at);
  return (at.getFullYear() === now.getFullYear() ? dayOfYear : shortDate).format(at);
}

/** The heading of a day: `today`, `yesterday`, or the date. */
export function dayInWords(at: Date, now: Date): string {
  const days = daysBetween(at, now);
  return days === 0 || days === 1 ? capitalised(relative.format(-days, 'day')) : fullDay.format(at);
}

export const clockTime = (at: Date): string => clock.format(at);

/** Everything about a time, for its tooltip. */
export const exactTime = (at: Date): string => exact.format(at);

const STEPS = [
  { unit: 'day', ms: DAY_MS },
  { unit: 'hour', ms: 3_600_000 },
  { unit: 'minute', ms: 60_000 },
] as const;

/** `5 minutes ago`, `in 3 days`. */
export function distanceInWords(at: Date, now: Date): string {
  const ms = at.getTime() - now.getTime();
  const step = STEPS.find((each) => Math.abs(ms) >= each.ms);
  return step ? relative.format(Math.round(ms / step.ms), step.unit) : relative.format(0, 'minute');
}

const capitalised = (words: string): string => words.charAt(0).toLocaleUpperCase() + words.slice(1);
