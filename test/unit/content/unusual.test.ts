import { describe, expect, test } from '@jest/globals';
import { readContent } from '../../../shared/domain/content/readContent.ts';
import { fingerprintOf } from '../../../shared/domain/fingerprint.ts';
import type { MessagePart } from '../../../shared/domain/gmail.ts';
import { file, gmailMessage, html, multipart, part, text } from '../../support/payload.ts';

const contentOf = (payload: MessagePart) => readContent(gmailMessage({}, payload));
const filesOf = (payload: MessagePart) => contentOf(payload).attachments.map(({ filename }) => filename);
const bodyOf = (payload: MessagePart) => contentOf(payload).body;
const KIB = 1024;

describe('S/MIME', () => {
  test('a mail signed in the clear has its body, its files and its signature', () => {
    const signed = multipart(
      'mixed',
      multipart('alternative', text('signed words'), html('<p>signed words</p>')),
      file('offer.pdf', 'application/pdf'),
    );
    const signature = part('application/pkcs7-signature; name="smime.p7s"', 'x', { filename: 'smime.p7s' });
    const payload = multipart('signed', signed, signature);
    expect(bodyOf(payload)).toMatchObject({ text: 'signed words', html: '<p>signed words</p>' });
    expect(filesOf(payload)).toEqual(['offer.pdf', 'smime.p7s']);
  });

  test.each(['enveloped-data', 'signed-data'])('%s is one file that the agent can save', (kind) => {
    const payload = part(`application/pkcs7-mime; smime-type=${kind}; name="smime.p7m"`, '', {
      filename: 'smime.p7m',
      attachmentId: 'ANGjdJ',
    });
    expect(contentOf(payload)).toMatchObject({
      body: { text: '', html: null, truncated: false },
      attachments: [{ attachmentId: 'root', filename: 'smime.p7m', mimeType: 'application/pkcs7-mime' }],
    });
  });

  test('a PGP mail is its two files', () => {
    const payload = multipart(
      'encrypted',
      part('application/pgp-encrypted', 'Version: 1'),
      part('application/octet-stream', 'x', { filename: 'encrypted.asc' }),
    );
    expect(filesOf(payload)).toHaveLength(2);
    expect(bodyOf(payload)).toMatchObject({ text: '', html: null });
  });
});

describe("Outlook's winmail.dat", () => {
  test('is a file beside the words', () => {
    const winmail = part('application/ms-tnef; name="winmail.dat"', 'x', { filename: 'winmail.dat' });
    const payload = multipart('mixed', text('Hello'), winmail);
    expect(bodyOf(payload).text).toBe('Hello');
    expect(filesOf(payload)).toEqual(['winmail.dat']);
  });
});

describe('multiparts', () => {
  test('nested five deep give one body, its picture and its files', () => {
    const related = multipart('related', html('<p><img src="cid:a">rich</p>'), picture('a'));
    const payload = multipart(
      'mixed',
      multipart('mixed', multipart('mixed', multipart('alternative', text('plain'), related))),
      multipart('mixed', file('a.pdf', 'application/pdf'), multipart('mixed', file('b.pdf', 'x/pdf'))),
    );
    expect(bodyOf(payload)).toMatchObject({ text: 'plain', truncated: false });
    expect(contentOf(payload).attachments).toMatchObject([
      { filename: 'a.png', inline: true, attachmentId: '0.0.0.1.1' },
      { filename: 'a.pdf', inline: false },
      { filename: 'b.pdf', inline: false },
    ]);
  });

  test('of an unknown kind are read like mixed ones', () => {
    expect(bodyOf(multipart('x-new', text('one'), text('two'))).text).toBe('one\ntwo');
  });

  test('pictures between texts, as Apple Mail sends them, keep all texts', () => {
    const payload = multipart(
      'mixed',
      text('above'),
      picture('a'),
      text('between'),
      picture('b'),
      text('below'),
    );
    expect(bodyOf(payload).text).toBe('above\nbetween\nbelow');
    expect(filesOf(payload)).toEqual(['a.png', 'b.png']);
  });

  test('several texts in different charsets are each read in their own', () => {
    const payload = multipart('mixed', text(Buffer.from('Grüße', 'latin1'), 'latin1'), text('日本'));
    expect(bodyOf(payload).text).toBe('Grüße\n日本');
  });

  test('an alternative of plain texts alone takes the last', () => {
    expect(bodyOf(multipart('alternative', text('worse'), text('better')))).toMatchObject({
      text: 'better',
      html: null,
    });
  });

  test('a part that says nothing of itself is text', () => {
    expect(bodyOf(multipart('mixed', { ...text('words'), mimeType: '', headers: [] })).text).toBe('words');
  });
});

describe('headers of any make', () => {
  test('a mail without From, Date, Subject and Message-ID is read', () => {
    const { envelope } = readContent(gmailMessage({ To: 'ann@x.com' }));
    expect(envelope).toMatchObject({ from: [], subject: '', dateHeader: '', rfc822MessageId: '' });
    expect(fingerprintOf(envelope)).toHaveLength(43);
  });

  test.each([
    'Thu, 99 Foo 20266 99:99:99 +9999',
    '0',
    '-1',
    'Mon, 1 Jan 0001 00:00:00 +0000',
    '🎉',
    '9'.repeat(5_000),
  ])('the Date %.20s disturbs nothing', (date) => {
    const { envelope, body } = readContent(gmailMessage({ Date: date }));
    expect(date.startsWith(envelope.dateHeader)).toBe(true);
    expect(Buffer.byteLength(envelope.dateHeader)).toBeLessThanOrEqual(998);
    expect(body.text).toBe('Hello');
  });

  test('an address of an international domain is the same in Unicode and in ASCII, upper and lower case', () => {
    const { envelope } = readContent(
      gmailMessage({ To: 'a@BÜCHER.example, a@xn--bcher-kva.example, a@bu\u0308cher.example' }),
    );
    expect(envelope.to.map(({ address }) => address)).toEqual(['a@xn--bcher-kva.example']);
  });

  test('groups in groups, quoted names and encoded words in one list are told apart', () => {
    const to = [
      'Team "A": "Doe, Jane" <jane@x.com>, =?utf-8?Q?J=C3=BCrgen?= <j@x.com>;',
      '"a@b.com" <real@x.com>',
      "'Quoted' <q@x.com>",
      'undisclosed-recipients:;',
    ];
    const { envelope } = readContent(gmailMessage({ To: to.join(', ') }));
    expect(envelope.to.map(({ address }) => address)).toEqual([
      'jane@x.com',
      'j@x.com',
      'real@x.com',
      'q@x.com',
    ]);
    expect(envelope.to.map(({ name }) => name).slice(0, 3)).toEqual(['Doe, Jane', 'Jürgen', 'a@b.com']);
  });
});

describe('a body cut at 200 KiB', () => {
  const limit = 200 * KIB;
  test.each([
    ['an accent of its own', 'e\u0301'],
    ['an emoji outside the basic plane', '😀'],
    ['a family joined of four', '👨‍👩‍👧‍👦'],
    ['a flag', '🇩🇪'],
    ['a hand with its colour', '👍🏽'],
    ['an Indic cluster', 'क्षि'],
  ])('keeps or leaves %s whole', (_, character) => {
    const size = Buffer.byteLength(character);
    for (let missing = 1; missing < size; missing += 1) {
      const before = 'a'.repeat(limit - size + missing);
      expect(bodyOf(text(`${before}${character}b`))).toMatchObject({ text: before, truncated: true });
    }
    const fitting = 'a'.repeat(limit - size) + character;
    expect(bodyOf(text(`${fitting}b`))).toMatchObject({ text: fitting, truncated: true });
  });

  test('does not keep a text back for a thousand accents on one letter', () => {
    const { text: cut } = bodyOf(text(`a${'\u0301'.repeat(limit)}`));
    expect(Buffer.byteLength(cut)).toBeGreaterThan(limit - 4);
  });
});

function picture(name: string): MessagePart {
  return file(`${name}.png`, 'image/png', { 'Content-ID': `<${name}>`, 'Content-Disposition': 'inline' });
}
