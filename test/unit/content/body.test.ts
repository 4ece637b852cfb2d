import { describe, expect, test } from '@jest/globals';
import { readContent } from '../../../shared/domain/content/readContent.ts';
import type { MessagePart } from '../../../shared/domain/gmail.ts';
import { file, gmailMessage, html, multipart, part, text } from '../../support/payload.ts';

const bodyOf = (payload: MessagePart) => readContent(gmailMessage({}, payload)).body;
const KIB = 1024;

describe('choosing the body', () => {
  test('a plain mail has text and no html', () => {
    expect(bodyOf(text('Hello\r\nAnn\r\n'))).toEqual({
      text: 'Hello\nAnn',
      html: null,
      truncated: false,
      quotedFrom: null,
    });
  });

  test('a mail of html alone gets its text from the html', () => {
    const body = bodyOf(html('<html><head><title>T</title></head><p>Hello <b>Ann</b></p><p>Bye</p></html>'));
    expect(body).toEqual({
      text: 'Hello Ann\n\nBye',
      html: '<p>Hello <b>Ann</b></p><p>Bye</p>',
      truncated: false,
      quotedFrom: null,
    });
  });

  test('alternatives give the text of one and the html of the other', () => {
    const body = bodyOf(multipart('alternative', text('plain'), html('<p>rich</p>')));
    expect(body).toMatchObject({ text: 'plain', html: '<p>rich</p>' });
  });

  test('a blank plain alternative is as good as none', () => {
    expect(bodyOf(multipart('alternative', text(' \r\n\r\n'), html('<p>rich</p>'))).text).toBe('rich');
  });

  test('alternatives around related images are still one body', () => {
    const related = multipart(
      'related',
      html('<p>rich <img src="cid:logo"></p>'),
      file('logo.png', 'image/png'),
    );
    const body = bodyOf(
      multipart('mixed', multipart('alternative', text('plain'), related), file('a.pdf', 'x/pdf')),
    );
    expect(body).toMatchObject({ text: 'plain', html: '<p>rich <img src="cid:logo" /></p>' });
  });

  test('several texts of a mixed mail follow each other', () => {
    const body = bodyOf(multipart('mixed', text('one'), file('a.pdf', 'application/pdf'), text('two')));
    expect(body).toMatchObject({ text: 'one\ntwo', html: null });
  });

  test('a list footer in plain text is part of the html and of the text', () => {
    const body = bodyOf(multipart('mixed', html('<p>News</p>'), text('Leave <here> & now')));
    expect(body.text).toBe('News\nLeave <here> & now');
    expect(body.html).toBe(
      '<p>News</p>\n<div style="white-space:pre-wrap">Leave &lt;here&gt; &amp; now</div>',
    );
  });

  test('html broken off by an attachment is joined, and the plain alternative stands for all of it', () => {
    const pieces = multipart('mixed', html('<p>1</p>'), file('a.pdf', 'application/pdf'), html('<p>2</p>'));
    const body = bodyOf(multipart('alternative', text('1 and 2'), pieces));
    expect(body).toMatchObject({ text: '1 and 2', html: '<p>1</p>\n<p>2</p>' });
  });

  test('html that never closes its comment does not swallow the html after it', () => {
    expect(bodyOf(multipart('mixed', html('<p>1</p><!-- '), html('<p>2</p>'))).html).toContain('<p>2</p>');
  });

  test('a signed mail has the body that was signed', () => {
    const signature = part('application/pgp-signature', 'x', { filename: 'signature.asc' });
    expect(bodyOf(multipart('signed', text('signed words'), signature)).text).toBe('signed words');
  });

  test('the words of a forwarded mail do not leak into the mail around it', () => {
    const inner = multipart('alternative', text('inner secret'), html('<p>inner secret</p>'));
    const forwarded = { ...part('message/rfc822', '', { filename: 'inner.eml' }), parts: [inner] };
    const { body, attachments } = readContent(
      gmailMessage({}, multipart('mixed', text('see below'), forwarded)),
    );
    expect(body).toEqual({ text: 'see below', html: null, truncated: false, quotedFrom: null });
    expect(attachments.map(({ filename }) => filename)).toEqual(['inner.eml']);
  });

  test('a bounce shows its explanation and keeps the rest as attachments', () => {
    const { body, attachments } = readContent(
      gmailMessage(
        {},
        multipart(
          'report',
          text('Could not deliver'),
          part('message/delivery-status', 'x'),
          part('message/rfc822', 'y'),
        ),
      ),
    );
    expect(body.text).toBe('Could not deliver');
    expect(attachments.map(({ mimeType }) => mimeType)).toEqual([
      'message/delivery-status',
      'message/rfc822',
    ]);
  });

  test.each([
    ['an encrypted S/MIME mail', part('application/pkcs7-mime', 'x', { filename: 'smime.p7m' })],
    [
      'an Outlook winmail.dat',
      multipart('mixed', part('application/ms-tnef', 'x', { filename: 'winmail.dat' })),
    ],
    ['a bare PDF', part('application/pdf', 'x', { filename: 'scan.pdf' })],
    [
      'a text file sent as an attachment',
      part('text/plain', 'x', { headers: { 'Content-Disposition': 'attachment' } }),
    ],
    ['an invitation alone', part('text/calendar', 'BEGIN:VCALENDAR')],
  ])('%s has one attachment and no body', (_, payload) => {
    const { body, attachments } = readContent(gmailMessage({}, payload));
    expect(body).toEqual({ text: '', html: null, truncated: false, quotedFrom: null });
    expect(attachments).toHaveLength(1);
  });

  test.each([
    ['no parts', multipart('mixed')],
    ['an empty text', text('')],
    ['html that only loads a script', html('<script src="https://evil.com/x.js"></script>')],
  ])('a mail with %s has an empty body', (_, payload) => {
    expect(bodyOf(payload)).toEqual({ text: '', html: null, truncated: false, quotedFrom: null });
  });

  test('html that was given a file name is a body where only a body can stand', () => {
    const named = part('text/html', '<p>Hi</p>', { filename: 'mail.html' });
    expect(bodyOf(named).html).toBe('<p>Hi</p>');
    expect(bodyOf(multipart('alternative', text('plain'), named)).html).toBe('<p>Hi</p>');
    expect(bodyOf(multipart('mixed', text('plain'), named)).html).toBeNull();
  });

  test('a body that Gmail keeps apart is listed as a file and the mail is marked as cut', () => {
    const apart = part('text/plain', '', { attachmentId: 'ANGjdJ' });
    const { body, attachments } = readContent(gmailMessage({}, multipart('mixed', apart)));
    expect(body).toEqual({ text: '', html: null, truncated: true, quotedFrom: null });
    expect(attachments).toMatchObject([{ attachmentId: '0', filename: 'attachment.txt' }]);
  });

  test('a version for other viewers is neither body nor attachment', () => {
    const amp = part('text/x-amp-html', '<html amp4email>');
    const { body, attachments } = readContent(
      gmailMessage({}, multipart('alternative', text('a'), amp, html('<p>b</p>'))),
    );
    expect(body).toMatchObject({ text: 'a', html: '<p>b</p>' });
    expect(attachments).toEqual([]);
  });
});

describe('decoding the body', () => {
  test.each<[string, string, Buffer, string]>([
    ['UTF-8 whatever the charset says', 'iso-8859-1', Buffer.from('Grüße 日本'), 'Grüße 日本'],
    ['latin1 as declared', 'iso-8859-1', Buffer.from('Grüße', 'latin1'), 'Grüße'],
    [
      'typographic quotes of Windows called latin1',
      'iso-8859-1',
      Buffer.from([0x93, 0x48, 0x69, 0x94]),
      '“Hi”',
    ],
    ['Shift_JIS as declared', 'Shift_JIS', Buffer.from('93fa967b8cea', 'hex'), '日本語'],
    [
      'ISO-2022-JP, which hides in 7 bits',
      'iso-2022-jp',
      Buffer.from('1b2442467c4b5c386c1b2842', 'hex'),
      '日本語',
    ],
    ['ISO-2022-JP that Gmail turned into UTF-8', 'iso-2022-jp', Buffer.from('日本語'), '日本語'],
    ['UTF-16 as declared', 'utf-16le', Buffer.from('Hi ü', 'utf16le'), 'Hi ü'],
    ['GB18030 as declared', 'gb18030', Buffer.from('c4e3bac3', 'hex'), '你好'],
    ['latin1 for an unknown charset', 'x-unknown', Buffer.from('Grüße', 'latin1'), 'Grüße'],
    ['latin1 for no charset', '', Buffer.from('Grüße', 'latin1'), 'Grüße'],
    ['latin1 where UTF-8 is a lie', 'utf-8', Buffer.from('Grüße', 'latin1'), 'Grüße'],
    ['a byte order mark, removed', 'utf-8', Buffer.from('\ufeffHi'), 'Hi'],
    ['NUL and controls, removed', 'utf-8', Buffer.from('a\0b\u0007c\td'), 'abc\td'],
    ['UTF-8 with one broken byte', 'utf-8', Buffer.from([0xc3, 0xbc, 0x21, 0xff]), 'ü!\ufffd'],
    ['an encoded surrogate, made harmless', 'utf-8', Buffer.from([0x48, 0xed, 0xa0, 0x80]), 'Hí\u00a0€'],
  ])('%s', (_, charset, bytes, read) => {
    expect(bodyOf(text(bytes, charset)).text).toBe(read);
  });

  test('paragraphs of flowed text are made whole and quotes keep their mark', () => {
    const flowed = part(
      'text/plain; format=flowed',
      'One long \r\nline.\r\n> quoted \r\n> line\r\n-- \r\nAnn',
    );
    expect(bodyOf(flowed).text).toBe('One long line.\n> quoted line\n-- \nAnn');
  });

  test('html is decoded by its charset as well', () => {
    expect(bodyOf(html(Buffer.from('<p>Grüße</p>', 'latin1'), 'iso-8859-1')).html).toBe('<p>Grüße</p>');
  });

  test('data that is no base64 does not disturb', () => {
    const broken = { ...text(''), body: { size: 3, data: '***%%%' } };
    expect(bodyOf(broken)).toMatchObject({ html: null, truncated: false });
  });
});

describe('text made of html', () => {
  test.each([
    ['links keep their words only', '<a href="https://x.com/?track=1">Our shop</a>', 'Our shop'],
    ['pictures are left out', 'a <img src="https://x.com/p.gif" alt="pixel"> b', 'a b'],
    ['entities are decoded', '5 &lt; 6 &amp; caf&eacute; &#128512;', '5 < 6 & café 😀'],
    ['a hidden preheader is left out', '<div style="display: none;">psst</div><p>Hello</p>', 'Hello'],
    ['headings are not shouted', '<h1>Welcome</h1>', 'Welcome'],
    ['lists get marks', '<ul><li>one</li><li>two</li></ul>', '- one\n- two'],
    ['quotes get marks', '<blockquote>old</blockquote>', '> old'],
    ['styles and scripts are no words', '<style>p{}</style><script>x()</script>word', 'word'],
  ])('%s', (_, sent, read) => {
    expect(bodyOf(html(sent)).text).toBe(read);
  });
});

describe('bodies beyond what a document holds', () => {
  test('a long text is cut at 200 KiB between characters', () => {
    const body = bodyOf(text(`a${'€'.repeat(100_000)}`));
    expect(Buffer.byteLength(body.text)).toBe(1 + 3 * Math.floor((200 * KIB - 1) / 3));
    expect(body.text).toMatch(/^a€+$/);
    expect(body.truncated).toBe(true);
  });

  test('a text of exactly 200 KiB is whole', () => {
    expect(bodyOf(text('a'.repeat(200 * KIB)))).toMatchObject({ truncated: false });
  });

  test('an emoji at the limit is left out whole', () => {
    const body = bodyOf(text(`${'a'.repeat(200 * KIB - 2)}😀`));
    expect(body).toEqual({ text: 'a'.repeat(200 * KIB - 2), html: null, truncated: true, quotedFrom: null });
  });

  test('html above 400 KiB is dropped and its words stay', () => {
    const body = bodyOf(html(`<p>First words</p>${`<p>${'x '.repeat(500)}</p>`.repeat(500)}`));
    expect(body).toMatchObject({ html: null, truncated: true });
    expect(body.text).toMatch(/^First words/);
  });

  test('html that is only too big for its written-out pictures is shown without them', () => {
    const picture = `<img src="data:image/png;base64,${'A'.repeat(3_000_000)}">`;
    const body = bodyOf(html(`<p>Look</p>${picture}${picture.slice(0, 600_000)}">`));
    expect(body).toMatchObject({ text: 'Look', truncated: true });
    expect(body.html).toContain('<p>Look</p>');
    expect(body.html).not.toContain('AAAA');
  });

  test('html nested beyond reason is dropped and its words stay', () => {
    const body = bodyOf(html(`${'<b>'.repeat(5_000)}deep &amp; dark${'</i>'.repeat(5_000)}`));
    expect(body).toEqual({ text: 'deep & dark', html: null, truncated: true, quotedFrom: null });
  });

  test('a long chain of replies nested in each other is kept', () => {
    const chain = `${'<blockquote><div>'.repeat(60)}the first mail${'</div></blockquote>'.repeat(60)}`;
    const body = bodyOf(html(chain));
    expect(body.text).toContain('the first mail');
    expect(body.html).toContain('the first mail');
    expect(body.truncated).toBe(false);
  });

  test('parts nested without end are left behind without an overflow', () => {
    let payload = text('deep');
    for (let depth = 0; depth < 20_000; depth += 1) payload = { ...multipart('mixed'), parts: [payload] };
    const message = { ...gmailMessage({}), payload };
    expect(readContent(message).body).toEqual({ text: '', html: null, truncated: true, quotedFrom: null });
  });

  test('thousands of parts are left behind after the first thousand', () => {
    const { body, attachments } = readContent(
      gmailMessage(
        {},
        multipart('mixed', text('first'), ...Array.from({ length: 3_000 }, () => file('a', 'x/y'))),
      ),
    );
    expect(body).toMatchObject({ text: 'first', truncated: true });
    expect(attachments).toHaveLength(200);
  });

  test.each([
    [
      'a real newsletter blown up',
      '<tr><td style="color:red;padding:1px"><a href="https://x.com">x</a></td></tr>',
    ],
    ['elements that are never closed', '<b>'],
    ['closing tags without end', '</p>'],
    ['openings without end', '<'],
    ['quotes in quotes', '<blockquote>x<br>'],
    ['styles without end', '<i style="margin:-1px;color:rgb(1,1,1);font:x">'],
  ])('5 MB of %s take no more than a few seconds of work', (_, piece) => {
    const sent = html(piece.repeat(5_000_000 / piece.length));
    const started = process.cpuUsage();
    bodyOf(sent);
    // Measured as work, not as time: other tests run side by side.
    expect(process.cpuUsage(started).user / 1e6).toBeLessThan(5);
  });
});
