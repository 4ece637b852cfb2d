import type { CalendarEvent } from '../../../model/message.ts';

const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const CLOCK_ONLY = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?$/;

const DAY_MS = 86_400_000;

const day = { weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' } as const;
const clock = { hour: '2-digit', minute: '2-digit' } as const;

/** When an event is, for whoever reads it where they are; undefined where the mail does not tell. */
export function eventTime(
  { start, end }: Pick<CalendarEvent, 'start' | 'end'>,
  zone?: string,
): string | undefined {
  if (start === null) return undefined;
  if (DATE.test(start)) return wholeDays(start, end);
  const from = new Date(start);
  if (Number.isNaN(from.getTime())) return undefined;
  const to = end === null ? from : new Date(end);
  // A time without a zone is the clock's wherever one is: it is read as of here, and no zone is told.
  const isAnywhere = CLOCK_ONLY.test(start);
  const format = new Intl.DateTimeFormat(undefined, {
    ...day,
    ...clock,
    ...(isAnywhere ? {} : { timeZoneName: 'short' }),
    ...(zone !== undefined && !isAnywhere && { timeZone: zone }),
  });
  return Number.isNaN(to.getTime()) || to <= from ? format.format(from) : format.formatRange(from, to);
}

/** Days of the calendar, the same in every zone; the end is the day after the last. */
function wholeDays(start: string, end: string | null): string {
  const format = new Intl.DateTimeFormat(undefined, { ...day, timeZone: 'UTC' });
  const from = new Date(start);
  const last = new Date(DATE.test(end ?? '') ? new Date(end ?? '').getTime() - DAY_MS : from);
  return last > from ? format.formatRange(from, last) : format.format(from);
}

const ANSWERS: Readonly<Record<string, string>> = {
  ACCEPTED: 'Accepted',
  DECLINED: 'Declined',
  TENTATIVE: 'Perhaps',
  DELEGATED: 'Passed on to somebody else',
};

/** What the mail does with the event. */
export function eventTitle({ method, status }: Pick<CalendarEvent, 'method' | 'status'>): string {
  if (method === 'CANCEL' || status === 'CANCELLED') return 'Cancelled event';
  if (method === 'REPLY') return 'Answer to an invitation';
  if (method === 'COUNTER') return 'Another time proposed';
  return method === 'REQUEST' || method === 'ADD' ? 'Invitation' : 'Event';
}

/** The sender's answer; undefined where the mail is none. */
export const eventAnswer = ({
  method,
  answer,
}: Pick<CalendarEvent, 'method' | 'answer'>): string | undefined =>
  method === 'REPLY' && answer !== null ? ANSWERS[answer] : undefined;
