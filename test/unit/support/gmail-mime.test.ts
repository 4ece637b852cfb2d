import { expect, test } from '@jest/globals';
import { composeMail } from '../../support/gmail/composeMail.ts';
import { attachmentOf, payloadOf, type WirePart } from '../../support/gmail/payload.ts';

const STYLE = { decodesCharsets: true, decodesHeaders: true, attachmentIds: 1 };
const payload = (raw: string | Buffer, style = STYLE) => payloadOf(Buffer.from(raw), 'm1', style);
const text = ({ body }: WirePart) => Buffer.from(body.data ?? '', 'base64url').toString();

const tree = (part: WirePart): unknown[] => [
  `${part.partId} ${part.mimeType} ${part.filename}`.trim(),
  ...(part.parts ?? []).map(tree),
];

test('nested multiparts are numbered as Gmail numbers them', () => {
  const raw = composeMail(
    {
      from: 'a@x.org',
      text: 'Hi',
      html: '<img src="cid:logo">',
      attachments: [
        { filename: 'logo.png', content: 'png', mimeType: 'image/png', contentId: 'logo' },
        {
          filename: 'Ein "sehr" langer Name für eine Datei, der gefaltet werden muß – ja.pdf',
          content: 'pdf',
        },
      ],
    },
    { date: new Date(0), messageId: 'm@x.org', boundary: 'b' },
  );
  expect(tree(payload(raw))).toEqual([
    'multipart/mixed',
    [
      '0 multipart/alternative',
      ['0.0 text/plain'],
      ['0.1 multipart/related', ['0.1.0 text/html'], ['0.1.1 image/png logo.png']],
    ],
    ['1 application/octet-stream Ein "sehr" langer Name für eine Datei, der gefaltet werden muß – ja.pdf'],
  ]);
});

test('a text body comes as UTF-8 whatever its charset, or as it was', () => {
  const raw = Buffer.from('Content-Type: text/plain; charset=ISO-8859-1\r\n\r\nGr\xfc\xdfe', 'latin1');
  expect(text(payload(raw))).toBe('Grüße');
  expect(text(payload(raw, { ...STYLE, decodesCharsets: false }))).toBe('Gr\ufffd\ufffde');
});

test.each([
  ['quoted-printable', 'Gr=C3=BC=\r\n=C3=9Fe =3D  \r\nx', 'Grüße =\r\nx'],
  ['base64', 'R3LD\r\nvMOfZQ==', 'Grüße'],
  ['8bit', 'Grüße', 'Grüße'],
])('%s is undone', (encoding, body, expected) => {
  const head = `Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n`;
  expect(text(payload(head + body))).toBe(expected);
});

test('headers are unfolded and decoded, or left encoded', () => {
  const raw = 'Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=\r\nReferences: <a@x>\r\n <b@x>\r\n\r\nx';
  expect(payload(raw).headers).toEqual([
    { name: 'Subject', value: 'Grüße' },
    { name: 'References', value: '<a@x> <b@x>' },
  ]);
  expect(payload(raw, { ...STYLE, decodesHeaders: false }).headers[0]?.value).toBe(
    '=?UTF-8?Q?Gr=C3=BC=C3=9Fe?=',
  );
});

test('parts end at their delimiter, with preamble, epilogue, bare line feeds and an empty part', () => {
  const lines = [
    'Content-Type: multipart/mixed; boundary="a.b(c)"',
    '',
    'pre',
    '--a.b(c)',
    '',
    'one',
    '--a.b(c)',
    '--a.b(c)  ',
    'Content-Type: text/html',
    '',
    'two',
    '--a.b(c)x',
    '--a.b(c)--',
    'post',
  ];
  for (const end of ['\n', '\r\n']) {
    const parts = payload(lines.join(end)).parts ?? [];
    expect(parts.map(text)).toEqual(['one', '', `two${end}--a.b(c)x`]);
    expect(parts.map(({ mimeType }) => mimeType)).toEqual(['text/plain', 'text/plain', 'text/html']);
  }
});

test('an attached mail has its own parts below it and is itself an attachment', () => {
  const inner = 'Subject: Inner\r\nContent-Type: text/html\r\n\r\n<p>x</p>';
  const raw = `Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nouter\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n${inner}\r\n--b--`;
  const root = payload(raw);
  expect(tree(root)).toEqual(['multipart/mixed', ['0 text/plain'], ['1 message/rfc822', ['1.0 text/html']]]);
  const attachmentId = root.parts?.[1]?.body.attachmentId ?? '';
  expect(attachmentOf(Buffer.from(raw), 'm1', attachmentId, STYLE)?.toString()).toBe(inner);
  expect(attachmentOf(Buffer.from(raw), 'm2', attachmentId, STYLE)).toBeUndefined();
});

test.each([
  '',
  'no header at all',
  ': x',
  '\r\n\r\n',
  'Content-Type: multipart/mixed\r\n\r\nx',
  'Content-Type: ;;;\r\n\r\nx',
])('the broken mail %j is still a message', (raw) => {
  expect(payload(raw)).toMatchObject({ partId: '', body: { size: expect.any(Number) } });
});
