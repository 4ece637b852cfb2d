import fc from 'fast-check';
import type { MessageHeader, MessagePart } from '../../shared/domain/gmail.ts';

/** What somebody may send: mails of random parts, headers and bytes, with what is known to do harm among them. */

const oneOf = <T>(...values: readonly T[]) => fc.constantFrom(...values);
export const wild = fc.oneof(fc.string({ unit: 'binary', maxLength: 80 }), fc.string({ maxLength: 80 }));

export const markup = fc
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
export const headerValue = fc.oneof(
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

export const { tree } = fc.letrec<{ tree: MessagePart }>((tie) => ({
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

export const replyLines = fc
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
export const calendarLines = fc
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
