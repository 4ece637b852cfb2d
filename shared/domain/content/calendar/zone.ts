import { z } from 'zod';
import type { Component } from './component.ts';

/** How far a zone's clocks are ahead of UTC, in milliseconds, when they show `wall` (written as if it was UTC). */
export type Zone = (wall: number) => number;

/**
 * The zone of this name, where it has a place's name (`Europe/Berlin`, also at the end of a longer one). The
 * calendar's own definition of such a zone is often out of date.
 */
export function namedZone(name: string): Zone | undefined {
  const words = name.slice(-100).split('/');
  const clock = clockOf(name) ?? clockOf(words.slice(-2).join('/')) ?? clockOf(words.slice(-3).join('/'));
  if (clock === undefined) return undefined;
  const offsetAt = (instant: number) => clock(instant) - Math.floor(instant / 1000) * 1000;
  return (wall) => offsetAt(wall - offsetAt(wall));
}

function clockOf(timeZone: string): ((instant: number) => number) | undefined {
  if (timeZone === '') return undefined;
  try {
    const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
    return (instant) => Date.parse(`${format.format(instant).replace(' ', 'T')}Z`);
  } catch {
    return undefined;
  }
}

/** No zone has more changes of its rules than that in one calendar. */
const OBSERVANCES = 50;
const offset = z
  .string()
  .regex(/^[+-]\d\d:\d\d(?::\d\d)?$/)
  .transform((text) => {
    const [hours = 0, minutes = 0] = text.slice(1).split(':').map(Number);
    return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
  });
const yearly = z.object({
  freq: z.literal('YEARLY'),
  bymonth: z.int().min(1).max(12),
  byday: z.string().regex(/^[+-]?[1-5](?:SU|MO|TU|WE|TH|FR|SA)$/),
});

interface Observance {
  readonly start: number;
  readonly before: number;
  readonly after: number;
  readonly rule: z.infer<typeof yearly> | undefined;
  readonly until: number;
}

/**
 * The zone as a calendar defines it, such as Outlook's `W. Europe Standard Time`. Knows the rules that zones
 * have (the nth weekday of a month); a zone with others is undefined, and nothing is ever counted through.
 */
export function definedZone(definition: Component): Zone | undefined {
  const observances = [...definition.all('standard'), ...definition.all('daylight')];
  if (observances.length === 0 || observances.length > OBSERVANCES) return undefined;
  try {
    const read = observances.map(readObservance);
    return (wall) => {
      const year = new Date(wall).getUTCFullYear();
      const onsets = read
        .flatMap((each) => [year - 1, year].map((when) => ({ ...each, at: onset(each, when) })))
        .sort((a, b) => a.at - b.at);
      return onsets.findLast(({ at }) => at <= wall)?.after ?? onsets[0]?.before ?? 0;
    };
  } catch {
    return undefined;
  }
}

function readObservance(component: Component): Observance {
  const rule = component.first('rrule')?.value;
  return {
    start: Date.parse(`${z.string().parse(component.first('dtstart')?.value)}Z`),
    before: offset.parse(component.first('tzoffsetfrom')?.value),
    after: offset.parse(component.first('tzoffsetto')?.value),
    rule: rule === undefined ? undefined : yearly.parse(rule),
    until: readUntil(rule),
  };
}

function readUntil(rule: unknown): number {
  const { until } = z.object({ until: z.unknown() }).catch({ until: undefined }).parse(rule);
  const time = until === undefined ? Number.NaN : Date.parse(String(until));
  return Number.isNaN(time) ? Number.POSITIVE_INFINITY : time;
}

const DAY = 86_400_000;
const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];

/** When the clocks change by this observance in `year`; never, as infinity, where it is not in force. */
function onset({ start, rule, until }: Observance, year: number): number {
  if (rule === undefined) return start;
  const weekday = WEEKDAYS.indexOf(rule.byday.slice(-2));
  const nth = Number(rule.byday.slice(0, -2));
  // The last one of a month is counted back from the first such weekday of the month after.
  const first = Date.UTC(year, nth > 0 ? rule.bymonth - 1 : rule.bymonth, 1);
  const ahead = (weekday - new Date(first).getUTCDay() + 7) % 7;
  const day = first + (ahead + 7 * (nth > 0 ? nth - 1 : nth)) * DAY;
  const at = day + (start - Math.floor(start / DAY) * DAY);
  return at < start || at > until ? Number.POSITIVE_INFINITY : at;
}
