import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readContent } from '../../../shared/domain/content/readContent.ts';
import { fingerprintOf } from '../../../shared/domain/fingerprint.ts';
import type { MessageHeader, MessagePart } from '../../../shared/domain/gmail.ts';
import type { MessageContent } from '../../../shared/domain/message.ts';
import { gmailMessage } from '../../support/payload.ts';

const oneOf = <T>(...values: readonly T[]) => fc.constantFrom(...values);
const wild = fc.oneof(fc.string({ unit: 'binary', maxLength: 80 }), fc.string({ maxLength: 80 }));

const markup = fc
  .array(
    fc.oneof(
      {
        weight: 4,
        arbitrary: oneOf('<', '>', '"', "'", '=', '/', ' ', '\n', '\0', '&', ';', '<!--', '-->', ']]>'),
      },
      {
        weight: 4,
        arbitrary: oneOf(
          '<p ',
          '<a ',
          '<img ',
          '<svg ',
          '<math>',
          '<style>',
          '</style>',
          '<title>',
          '<body ',
        ),
      },
      {
        weight: 4,
        arbitrary: oneOf(
          '<script>',
          '</script>',
          '<SCRIPT ',
          '<iframe ',
          '<textarea>',
          '<xmp>',
          '<noscript>',
        ),
      },
      {
        weight: 3,
        arbitrary: oneOf(
          'onerror=',
          'onload=',
          'href=',
          'src=',
          'style=',
          'onclick="',
          'xlink:href=',
          'srcdoc=',
        ),
      },
      {
        weight: 3,
        arbitrary: oneOf('javascript:', 'java\tscript:', '&#106;avascript:', 'data:text/html,', 'vbscript:'),
      },
      {
        weight: 2,
        arbitrary: oneOf(
          '<b>',
          '</b>',
          '<blockquote>',
          '<table><td>',
          'url(',
          'color:red',
          'cid:1',
          'https://x.com',
        ),
      },
      { weight: 1, arbitrary: wild },
    ),
    { maxLength: 60 },
  )
  .map((pieces) => pieces.join(''));

const headerName = fc.oneof(
  oneOf('From', 'to', 'CC', 'Bcc', 'Reply-To', 'Subject', 'Date', 'Message-ID', 'In-Reply-To', 'References'),
  oneOf('Content-Type', 'Content-Disposition', 'Content-ID', '__proto__', 'constructor'),
  wild,
);
const headerValue = fc.oneof(
  wild,
  fc
    .array(
      fc.oneof(
        oneOf('<', '>', ',', ';', ':', '"', '(', '@', '\\', '\r\n', ' ', '=?', '?=', '?q?', 'a@b.de', 'ü.de'),
        wild,
      ),
    )
    .map((pieces) => pieces.join('')),
  oneOf(
    'attachment; filename*0*="x',
    'text/html; charset=utf-7',
    'text/plain; charset=iso-2022-jp; format=flowed',
  ),
);
const headers: fc.Arbitrary<MessageHeader[]> = fc.array(fc.record({ name: headerName, value: headerValue }), {
  maxLength: 6,
});
const mimeType = fc.oneof(
  {
    weight: 6,
    arbitrary: oneOf(
      'text/html',
      'text/plain',
      'multipart/alternative',
      'multipart/mixed',
      'multipart/related',
    ),
  },
  {
    weight: 2,
    arbitrary: oneOf('message/rfc822', 'text/calendar', 'image/png', 'TEXT/HTML', '', 'multipart/'),
  },
  { weight: 1, arbitrary: wild },
);
const bytes = fc.oneof(
  markup.map((html) => Buffer.from(html).toString('base64url')),
  fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array).toString('base64url')),
  wild,
);
const body = fc.record(
  { size: fc.oneof(fc.nat(), fc.double()), data: bytes, attachmentId: wild },
  { requiredKeys: ['size'] },
);

const { tree } = fc.letrec<{ tree: MessagePart }>((tie) => ({
  tree: fc.record({
    partId: wild,
    mimeType,
    filename: fc.oneof(fc.constant(''), wild),
    headers,
    body,
    parts: fc.oneof({ depthSize: 'medium' }, fc.constant([]), fc.array(tie('tree'), { maxLength: 4 })),
  }),
}));

/** The elements in sanitised html: it has no `<` or `>` but those of its tags. */
const tagsOf = (html: string) => html.match(/<[^<>]*>/g) ?? [];
const attributesOf = (tag: string) =>
  [...tag.matchAll(/ ([^\s="]+)(?:="([^"]*)")?/g)].map(([, name, value]) => ({ name, value }));

function expectHarmless(html: string) {
  expect(html.replace(/<[^<>]*>/g, '')).not.toMatch(/[<>]/);
  expect(html).not.toMatch(/<\/?(?:script|style|iframe|svg|math|object|embed|form|input|base|meta|link)/i);
  for (const { name, value } of tagsOf(html).flatMap(attributesOf)) {
    expect(name).not.toMatch(/^on/i);
    if (name === 'href') expect(value).toMatch(/^(?:https?:\/\/|mailto:|tel:|sms:)/i);
    if (name === 'src') expect(value).toMatch(/^(?:https?:\/\/|cid:|data:image\/)/i);
    if (name === 'style') expect(value).not.toMatch(/url|javascript|expression|position|[\\@]/i);
  }
}

const stringsOf = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : value && typeof value === 'object'
      ? Object.values(value).flatMap(stringsOf)
      : [];

function expectStorable(content: MessageContent) {
  const strings = stringsOf(content);
  expect(strings.filter((text) => /\0|\p{Surrogate}/u.test(text))).toEqual([]);
  expect(Buffer.byteLength(content.body.text)).toBeLessThanOrEqual(200 * 1024);
  expect(Buffer.byteLength(content.body.html ?? '')).toBeLessThanOrEqual(400 * 1024);
  expect(strings.reduce((sum, text) => sum + Buffer.byteLength(text), 0)).toBeLessThan(950 * 1024);
  expect(content.snippet).not.toMatch(/[\r\n]/);
  const { text, quotedFrom } = content.body;
  if (quotedFrom === null) return;
  expect(text.slice(0, quotedFrom).trim()).not.toBe('');
  expect(text.slice(quotedFrom).trim()).not.toBe('');
}

const replyLines = fc
  .array(
    fc.oneof(
      oneOf('> ', '>', 'On Mon, Nov 2, 2026 Ann <a@x.com> wrote:', '-----Original Message-----', '-- ', ''),
      oneOf(
        'From: Ann <a@x.com>',
        'Subject: x',
        'Best regards,',
        '---------- Forwarded message ---------',
        'words',
      ),
      wild,
    ),
    { maxLength: 30 },
  )
  .map((lines) => lines.join('\n'));
const calendarLines = fc
  .array(
    fc.oneof(
      oneOf(
        'BEGIN:VEVENT',
        'END:VEVENT',
        'BEGIN:VTIMEZONE',
        'END:VTIMEZONE',
        'BEGIN:STANDARD',
        'END:STANDARD',
      ),
      oneOf(
        'TZID:Z',
        'DTSTART;TZID=Z:20261102T100000',
        'DTSTART:16010101T030000',
        'DURATION:P1D',
        'RRULE:FREQ=DAILY',
      ),
      oneOf(
        'TZOFFSETTO:+0100',
        'TZOFFSETFROM:+0200',
        'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10',
        'SEQUENCE:9e99',
      ),
      fc
        .tuple(
          oneOf(
            'DTSTART',
            'DTEND',
            'DURATION',
            'RRULE',
            'ORGANIZER',
            'SUMMARY',
            'METHOD',
            'SEQUENCE',
            '__proto__',
          ),
          oneOf(':', ';TZID=', ';VALUE=DATE:', ';CN="', ';PARTSTAT=', ';__proto__=a:', ';VALUE=__proto__:'),
          wild,
        )
        .map((pieces) => pieces.join('')),
    ),
    { maxLength: 12 },
  )
  .map((lines) => ['BEGIN:VCALENDAR', 'BEGIN:VEVENT', ...lines, 'END:VEVENT', 'END:VCALENDAR'].join('\r\n'));
const onePart = (mimeType: string, content: string): MessagePart => {
  const data = Buffer.from(content).toString('base64url');
  return { partId: '', mimeType, filename: '', headers: [], body: { size: 0, data }, parts: [] };
};

describe('any mail at all', () => {
  test('is read without an error, is harmless to show and can be stored', () => {
    fc.assert(
      fc.property(tree, wild, (payload, snippet) => {
        const content = readContent(gmailMessage({}, payload, { payload, snippet }));
        expectStorable(content);
        expectHarmless(content.body.html ?? '');
        expect(fingerprintOf(content.envelope)).toHaveLength(43);
      }),
      { numRuns: 500 },
    );
  });

  test('made of hostile html is harmless to show', () => {
    fc.assert(
      fc.property(markup, (html) => {
        const data = Buffer.from(html).toString('base64url');
        const payload = {
          partId: '',
          mimeType: 'text/html',
          filename: '',
          headers: [],
          body: { size: 0, data },
          parts: [],
        };
        const content = readContent(gmailMessage({}, payload));
        expectStorable(content);
        expectHarmless(content.body.html ?? '');
      }),
      { numRuns: 2_000 },
    );
  });

  test('made of replies and signatures is folded below some text or not at all', () => {
    fc.assert(
      fc.property(replyLines, (lines) => {
        expectStorable(readContent(gmailMessage({}, onePart('text/plain', lines))));
      }),
      { numRuns: 500 },
    );
  });

  test('made of a calendar has an event of sound times, or none', () => {
    fc.assert(
      fc.property(calendarLines, (lines) => {
        const content = readContent(gmailMessage({}, onePart('text/calendar', lines)));
        expectStorable(content);
        for (const time of [content.event?.start, content.event?.end]) {
          if (typeof time === 'string')
            expect(time).toMatch(/^\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.000Z)?)?$/);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('blown up by repetition stays within the limits', () => {
    fc.assert(
      fc.property(markup, headerValue, fc.nat(20_000), (html, value, times) => {
        const data = Buffer.from(html.repeat(times).slice(0, 800_000)).toString('base64url');
        const long = value.repeat(times).slice(0, 200_000);
        const names = [
          'From',
          'To',
          'Cc',
          'Subject',
          'Date',
          'Message-ID',
          'References',
          'In-Reply-To',
          'Content-ID',
        ];
        const part = (mimeType: string): MessagePart => ({
          partId: long,
          mimeType,
          filename: long,
          headers: names.map((name) => ({ name, value: long })),
          body: { size: 1, data },
          parts: [],
        });
        const parts = ['text/html', 'text/plain', 'image/png'].map(part);
        const payload: MessagePart = { ...part('multipart/mixed'), parts };
        const content = readContent(gmailMessage({}, payload, { payload, snippet: long }));
        expectStorable(content);
        expectHarmless(content.body.html ?? '');
      }),
      { numRuns: 15 },
    );
  });
});
