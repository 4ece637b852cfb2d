import type { MessagePart } from '../../gmail.ts';
import { ANSWERS, type CalendarEvent, METHODS, type Participant, STATUSES } from '../../message.ts';
import { cleanLine, cutToBytes } from '../cleanText.ts';
import { decodeBody } from '../decodeBody.ts';
import { normaliseAddress } from '../emailAddress.ts';
import { CALENDAR_BYTES, LINE_BYTES, NAME_BYTES } from '../limits.ts';
import { type Component, type Property, parseCalendars } from './component.ts';
import { readTimes } from './time.ts';

/** An invitation comes twice, for two kinds of mailers; more of them are no invitation. */
const CALENDARS = 3;

/**
 * The event that a mail invites to, changes, cancels or answers, read from its first sound calendar. Null where
 * there is none, where Gmail keeps its bytes apart, and for whatever is too big or broken.
 */
export function readEvent(attachments: readonly MessagePart[]): CalendarEvent | null {
  for (const part of attachments.filter(isReadableCalendar).slice(0, CALENDARS)) {
    const event = tryEvent(part);
    if (event !== null) return event;
  }
  return null;
}

function isReadableCalendar({ mimeType, filename, body }: MessagePart): boolean {
  const type = mimeType.trim().toLowerCase();
  const isCalendar = type === 'text/calendar' || type === 'application/ics' || /\.ics$/i.test(filename);
  return isCalendar && body.data !== undefined && body.data.length * 0.75 <= CALENDAR_BYTES;
}

function tryEvent(part: MessagePart): CalendarEvent | null {
  try {
    const [calendar] = parseCalendars(decodeBody(part));
    const events = calendar?.all('vevent') ?? [];
    // The event itself comes before the exceptions to its recurrence.
    const event = events.find((each) => each.first('recurrence-id') === undefined) ?? events[0];
    return calendar === undefined || event === undefined ? null : eventOf(event, calendar);
  } catch {
    return null;
  }
}

function eventOf(event: Component, calendar: Component): CalendarEvent {
  const sequence = event.first('sequence')?.value;
  return {
    method: oneOf(METHODS, calendar.first('method')?.value) ?? 'PUBLISH',
    uid: line(event.first('uid')),
    summary: line(event.first('summary')),
    location: line(event.first('location')),
    ...readTimes(event, calendar),
    recurring: event.first('rrule') !== undefined || event.first('rdate') !== undefined,
    organizer: person(event.first('organizer')),
    status: oneOf(STATUSES, event.first('status')?.value),
    sequence: typeof sequence === 'number' && Number.isSafeInteger(sequence) ? Math.max(sequence, 0) : 0,
    answer: oneOf(ANSWERS, event.first('attendee')?.parameters['partstat']),
  };
}

const line = (property: Property | undefined) =>
  typeof property?.value === 'string' ? cutToBytes(cleanLine(property.value), LINE_BYTES) : '';

function oneOf<T extends string>(known: readonly T[], value: unknown): T | null {
  const written = typeof value === 'string' ? value.trim().toUpperCase() : '';
  return known.find((each) => each === written) ?? null;
}

function person(property: Property | undefined): Participant | null {
  if (typeof property?.value !== 'string') return null;
  const address = normaliseAddress(property.value.replace(/^mailto:/i, ''));
  const { cn } = property.parameters;
  const name = typeof cn === 'string' ? cutToBytes(cleanLine(cn), NAME_BYTES) : '';
  return address === undefined ? null : { name, address };
}
