import { describe, expect, test } from '@jest/globals';
import { readContent } from '../../../shared/domain/content/readContent.ts';
import type { MessagePart } from '../../../shared/domain/gmail.ts';
import type { CalendarEvent } from '../../../shared/domain/message.ts';
import { gmailMessage, html, multipart, part, text } from '../../support/payload.ts';

const eventOf = (payload: MessagePart) => readContent(gmailMessage({}, payload)).event;

interface Written {
  readonly method?: string;
  readonly before?: readonly string[];
}
const calendar = (lines: readonly string[], { method = 'REQUEST', before = [] }: Written = {}) =>
  [
    ...['BEGIN:VCALENDAR', 'VERSION:2.0', `METHOD:${method}`, ...before],
    ...['BEGIN:VEVENT', ...lines, 'END:VEVENT', 'END:VCALENDAR', ''],
  ].join('\r\n');
const read = (lines: readonly string[], written?: Written): CalendarEvent | null =>
  eventOf(multipart('alternative', text('Lunch?'), part('text/calendar', calendar(lines, written))));
const timesOf = (...lines: readonly string[]) => {
  const event = read(lines);
  return [event?.start, event?.end];
};

const LUNCH = [
  'UID:lunch-1@x.com',
  'SEQUENCE:2',
  'SUMMARY:Lunch\\, the',
  '  long one',
  'LOCATION:Café Grün',
  'STATUS:CONFIRMED',
  'ORGANIZER;CN="Archer, Ann":MAILTO:Ann@X.com',
  'DTSTART;TZID=Europe/Berlin:20261102T120000',
  'DTEND;TZID=Europe/Berlin:20261102T133000',
  'RRULE:FREQ=WEEKLY;COUNT=4',
];

const OUTLOOK_ZONE = [
  ...['BEGIN:VTIMEZONE', 'TZID:W. Europe Standard Time'],
  ...['BEGIN:STANDARD', 'DTSTART:16010101T030000', 'TZOFFSETFROM:+0200', 'TZOFFSETTO:+0100'],
  ...['RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10', 'END:STANDARD'],
  ...['BEGIN:DAYLIGHT', 'DTSTART:16010101T020000', 'TZOFFSETFROM:+0100', 'TZOFFSETTO:+0200'],
  ...['RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3', 'END:DAYLIGHT', 'END:VTIMEZONE'],
];

describe('the event of an invitation', () => {
  test('is read and stays an attachment', () => {
    const invitation = part('text/calendar; method=REQUEST; charset=utf-8', calendar(LUNCH));
    const payload = multipart('alternative', text('Lunch?'), html('<p>Lunch?</p>'), invitation);
    const { event, attachments, body } = readContent(gmailMessage({}, payload));
    expect(event).toEqual({
      method: 'REQUEST',
      uid: 'lunch-1@x.com',
      summary: 'Lunch, the long one',
      location: 'Café Grün',
      start: '2026-11-02T11:00:00.000Z',
      end: '2026-11-02T12:30:00.000Z',
      recurring: true,
      organizer: { name: 'Archer, Ann', address: 'ann@x.com' },
      status: 'CONFIRMED',
      sequence: 2,
      answer: null,
    });
    expect(attachments).toHaveLength(1);
    expect(body.text).toBe('Lunch?');
  });

  test.each([
    ['an .ics file', part('application/octet-stream', calendar(LUNCH), { filename: 'Invite.ICS' })],
    ['an application/ics file', part('application/ics', calendar(LUNCH), { filename: 'invite' })],
    ['a mail that is nothing else', part('text/calendar', calendar(LUNCH))],
  ])('is read from %s', (_, payload) => {
    expect(eventOf(payload)).toMatchObject({ uid: 'lunch-1@x.com' });
  });

  test.each(['CANCEL', 'REPLY', 'COUNTER', 'PUBLISH'])('tells the method %s', (method) => {
    expect(read(LUNCH, { method: method.toLowerCase() })?.method).toBe(method);
  });

  test('tells what an invited person answered', () => {
    const answered = [...LUNCH, 'ATTENDEE;PARTSTAT=DECLINED;CN=Bob:mailto:bob@x.com'];
    expect(read(answered, { method: 'REPLY' })).toMatchObject({ method: 'REPLY', answer: 'DECLINED' });
  });

  test('is the event itself, not an exception to its recurrence that comes first', () => {
    const exception = [
      'UID:1',
      'RECURRENCE-ID:20261102T110000Z',
      'SUMMARY:Moved',
      'END:VEVENT',
      'BEGIN:VEVENT',
    ];
    expect(read([...exception, 'UID:1', 'SUMMARY:Weekly'])?.summary).toBe('Weekly');
  });

  test('is cut where it is told without end', () => {
    const event = read([`UID:${'u'.repeat(9_000)}`, `SUMMARY:${'日'.repeat(9_000)}`]);
    expect(event?.uid).toHaveLength(998);
    expect(Buffer.byteLength(event?.summary ?? '')).toBeLessThanOrEqual(998);
  });

  test('of which nothing is told is empty', () => {
    expect(read(['STATUS:MAYBE', 'SEQUENCE:-5', 'ORGANIZER:nobody'], { method: 'WHATEVER' })).toEqual({
      method: 'PUBLISH',
      uid: '',
      summary: '',
      location: '',
      start: null,
      end: null,
      recurring: false,
      organizer: null,
      status: null,
      sequence: 0,
      answer: null,
    });
  });
});

describe("the event's time", () => {
  test.each<[string, readonly string[], string | null, string | null]>([
    [
      'UTC',
      ['DTSTART:20261102T120000Z', 'DTEND:20261102T130000Z'],
      '2026-11-02T12:00:00.000Z',
      '2026-11-02T13:00:00.000Z',
    ],
    ['summer time', ['DTSTART;TZID=America/New_York:20260701T090000'], '2026-07-01T13:00:00.000Z', null],
    [
      'a zone with a path before it',
      ['DTSTART;TZID="/x.org/2005/Europe/Berlin":20260701T090000'],
      '2026-07-01T07:00:00.000Z',
      null,
    ],
    ['a whole day', ['DTSTART;VALUE=DATE:20261231', 'DTEND;VALUE=DATE:20270101'], '2026-12-31', '2027-01-01'],
    [
      'no zone',
      ['DTSTART:20261102T120000', 'DURATION:PT1H30M'],
      '2026-11-02T12:00:00',
      '2026-11-02T13:30:00',
    ],
    ['a zone that nobody knows', ['DTSTART;TZID=Mars/Olympus:20261102T120000'], '2026-11-02T12:00:00', null],
    ['days counted', ['DTSTART;VALUE=DATE:20260228', 'DURATION:P1D'], '2026-02-28', '2026-03-01'],
    [
      'a duration without end',
      ['DTSTART:20261102T120000Z', 'DURATION:P99999999999D'],
      '2026-11-02T12:00:00.000Z',
      null,
    ],
    ['31 February', ['DTSTART:20260231T120000Z'], null, null],
    ['the 99th hour', ['DTSTART:20260101T990000Z'], null, null],
    ['words', ['DTSTART:tomorrow', 'DTEND:later'], null, null],
    ['the year 1 of a place', ['DTSTART;TZID=Europe/Berlin:00010101T000000'], null, null],
  ])('%s', (_, lines, start, end) => {
    expect(timesOf(...lines)).toEqual([start, end]);
  });

  test.each([
    ['20260101T120000', '2026-01-01T11:00:00.000Z'],
    ['20260329T015900', '2026-03-29T00:59:00.000Z'],
    ['20260329T030000', '2026-03-29T01:00:00.000Z'],
    ['20260701T120000', '2026-07-01T10:00:00.000Z'],
    ['20261025T040000', '2026-10-25T03:00:00.000Z'],
  ])("%s of Outlook's zone is told by the zone's own rules", (wall, instant) => {
    const start = `DTSTART;TZID=W. Europe Standard Time:${wall}`;
    expect(read([start], { before: OUTLOOK_ZONE })?.start).toBe(instant);
  });

  test('a zone with rules that no zone has is not counted through', () => {
    const before = OUTLOOK_ZONE.map((line) => line.replace('FREQ=YEARLY', 'FREQ=SECONDLY'));
    const start = 'DTSTART;TZID=W. Europe Standard Time:20260701T120000';
    expect(read([start], { before })?.start).toBe('2026-07-01T12:00:00');
  });
});

describe('a calendar that is no use', () => {
  test.each([
    ['is empty', ''],
    ['is prose', 'Come to lunch'],
    ['is never closed', 'BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1'],
    ['has no event', 'BEGIN:VCALENDAR\nEND:VCALENDAR'],
    ['is a task', 'BEGIN:VCALENDAR\nBEGIN:VTODO\nUID:1\nEND:VTODO\nEND:VCALENDAR'],
    ['has a broken line', calendar(['UID:1', 'no colon'])],
    ['has an open quote', calendar(['ATTENDEE;CN="Ann:mailto:ann@x.com'])],
    ['is a business card', 'BEGIN:VCARD\nVERSION:3.0\nFN:Ann\nEND:VCARD'],
    ['is nested without end', `${'BEGIN:VEVENT\n'.repeat(9_000)}${'END:VEVENT\n'.repeat(9_000)}`],
    ['is above 256 KiB', calendar(['UID:1', `DESCRIPTION:${'x'.repeat(256 * 1024)}`])],
  ])('gives no event when it %s', (_, written) => {
    expect(eventOf(part('text/calendar', written))).toBeNull();
  });

  test('does not hide the sound one after it', () => {
    const broken = part('text/calendar', 'BEGIN:VCALENDAR');
    const sound = part('application/ics', calendar(LUNCH), { filename: 'invite.ics' });
    expect(eventOf(multipart('mixed', broken, sound))?.uid).toBe('lunch-1@x.com');
  });

  test('is one that Gmail keeps apart', () => {
    const apart = part('text/calendar', '', { filename: 'invite.ics', attachmentId: 'ANGjdJ' });
    const { event, attachments } = readContent(gmailMessage({}, multipart('mixed', text('x'), apart)));
    expect(event).toBeNull();
    expect(attachments).toHaveLength(1);
  });

  test.each([
    ['recurrences of every second', 'RRULE:FREQ=SECONDLY\r\n', 10_000],
    ['dates of recurrence', `RDATE:${'20260101T000000Z,'.repeat(9)}20260101T000000Z\r\n`, 1_400],
    ['parameters', `X-A${';B=C'.repeat(50)}:1\r\n`, 1_000],
    ['people', 'ATTENDEE;CN="A";PARTSTAT=ACCEPTED:mailto:a@x.com\r\n', 4_500],
    ['events', 'END:VEVENT\r\nBEGIN:VEVENT\r\n', 9_000],
    ['folded lines', 'X-A:1\r\n 2\r\n', 15_000],
  ])('costs little with a flood of %s', (_, lines, times) => {
    const flood = calendar(['UID:1', 'DTSTART:20261102T120000Z', lines.repeat(times).trimEnd()]);
    const started = process.cpuUsage();
    expect(eventOf(part('text/calendar', flood))?.start).toBe('2026-11-02T12:00:00.000Z');
    expect(process.cpuUsage(started).user / 1e6).toBeLessThan(5);
  });
});
