import type { Query } from './searchSyntax.ts';

/** From `from` on and before `until`, both in epoch milliseconds. */
export interface TimeSpan {
  readonly from: number;
  readonly until: number;
}

export interface SearchTime {
  readonly now: number;
  /** `after:` leaves out the whole second that it names; Google does not say that it does not. */
  readonly afterIsExclusive: boolean;
}

const ALWAYS: TimeSpan = { from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY };

/** The time that every hit of the search lies in, whatever else it asks. */
export function timeSpanOf(query: Query, time: SearchTime): TimeSpan {
  if (query.type === 'term') return termSpan(query.operator, query.value, time) ?? ALWAYS;
  if (query.type !== 'and') return ALWAYS;
  const spans = query.of.map((part) => timeSpanOf(part, time));
  return {
    from: Math.max(ALWAYS.from, ...spans.map(({ from }) => from)),
    until: Math.min(ALWAYS.until, ...spans.map(({ until }) => until)),
  };
}

/** The time that a term asks for; undefined where it asks for something else, or in a way that nobody knows. */
export function termSpan(operator: string, value: string, time: SearchTime): TimeSpan | undefined {
  switch (operator) {
    case 'after':
    case 'newer':
      return since(instantOf(value), time.afterIsExclusive ? 1_000 : 0);
    case 'before':
    case 'older':
      return until(instantOf(value));
    case 'newer_than':
      return since(ago(value, time.now));
    case 'older_than':
      return until(ago(value, time.now));
    default:
      return undefined;
  }
}

const since = (instant: number | undefined, later = 0): TimeSpan | undefined =>
  instant === undefined ? undefined : { ...ALWAYS, from: instant + later };
const until = (instant: number | undefined): TimeSpan | undefined =>
  instant === undefined ? undefined : { ...ALWAYS, until: instant };

/** Epoch seconds, or a date at midnight of the Pacific standard time that Gmail searches in. */
function instantOf(value: string): number | undefined {
  if (/^\d{9,}$/.test(value)) return Number(value) * 1000;
  const [, year, month, day] = /^(\d{4})[/-](\d{1,2})[/-](\d{1,2})$/.exec(value) ?? [];
  if (!year || !month || !day) return undefined;
  return Date.UTC(Number(year), Number(month) - 1, Number(day), 8);
}

const DAYS: Readonly<Record<string, number>> = { d: 1, m: 30, y: 365 };

function ago(value: string, now: number): number | undefined {
  const [, count, unit = ''] = /^(\d+)([dmy])$/.exec(value) ?? [];
  return count === undefined ? undefined : now - Number(count) * (DAYS[unit] ?? 1) * 86_400_000;
}
