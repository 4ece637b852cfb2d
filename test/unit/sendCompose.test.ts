import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { messageAnswer } from '../../shared/adapters/gmail/answers.ts';
import { composeMail } from '../../shared/adapters/mime/composeMail.ts';
import { readContent } from '../../shared/domain/content/readContent.ts';
import { EmailAddress } from '../../shared/domain/ids.ts';
import type { OutgoingMail } from '../../shared/domain/outgoing/outgoingMail.ts';
import { type Header, splitEntity } from '../support/gmail/headers.ts';
import { parseMime } from '../support/gmail/mime.ts';
import { payloadOf } from '../support/gmail/payload.ts';

const person = (address: string, name = '') => ({ name, address: EmailAddress(address) });

const aMail = (overrides: Partial<OutgoingMail> = {}): OutgoingMail => ({
  rfc822MessageId: 's.1@example.com',
  date: new Date('2026-11-22T10:00:00Z'),
  from: person('agent@example.com', 'Agent Müller'),
  to: [person('ann@x.org', 'Ann, "the" Archer')],
  cc: [],
  bcc: [],
  subject: 'The flat',
  text: 'Hi Ann,\nis it still free?',
  html: undefined,
  attachments: [],
  inReplyTo: undefined,
  references: [],
  ...overrides,
});

const composed = async (overrides: Partial<OutgoingMail> = {}) =>
  Buffer.from(await composeMail(aMail(overrides)));

/** As the sync reads it, once Gmail has it. */
async function readBack(overrides: Partial<OutgoingMail>) {
  const style = { decodesCharsets: true, decodesHeaders: false, attachmentIds: 1 };
  const payload = payloadOf(await composed(overrides), 'm1', style);
  return readContent(
    messageAnswer.parse({ id: '1', threadId: '1', historyId: '1', internalDate: '0', payload }),
  );
}

const namesOf = (headers: readonly Header[]) => headers.map(({ name }) => name.toLowerCase());

describe('a composed mail', () => {
  test('says what was asked for, word by word', async () => {
    const html = '<p onclick="x()">Is it <b>still</b> free?</p>\n<script>alert(1)</script>';
    const cc = [person('bob@x.org'), person('zoë@x.org', 'Zoë')];
    const mail = await readBack({ html, cc, bcc: [person('eve@x.org')], subject: 'Die Wohnung – 3 €' });
    expect(mail.envelope).toMatchObject({
      rfc822MessageId: 's.1@example.com',
      from: [person('agent@example.com', 'Agent Müller')],
      to: [person('ann@x.org', 'Ann, "the" Archer')],
      cc,
      bcc: [person('eve@x.org')],
      subject: 'Die Wohnung – 3 €',
      dateHeader: 'Sun, 22 Nov 2026 10:00:00 +0000',
    });
    expect(mail.body.text).toBe('Hi Ann,\nis it still free?');
    expect(
      parseMime(await composed({ html }))
        .parts[1]?.body.toString()
        .replaceAll('\r\n', '\n')
        .trimEnd(),
    ).toBe(html);
  });

  test('threads under what it answers', async () => {
    const references = Array.from({ length: 21 }, (_, index) => `${index}.${'x'.repeat(60)}@x.org`);
    const { envelope } = await readBack({ inReplyTo: 'b@x.org', references });
    expect(envelope).toMatchObject({ inReplyTo: ['b@x.org'], references });
  });

  test('ends its lines as mail does, and has none that is too long', async () => {
    const raw = await composed({ subject: 'ä '.repeat(450), text: 'x'.repeat(5_000), html: 'y\n'.repeat(9) });
    expect(raw.toString('latin1').replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    const longest = raw
      .toString('latin1')
      .split('\r\n')
      .map(({ length }) => length);
    expect(Math.max(...longest)).toBeLessThanOrEqual(998);
  });

  test.each([
    'text/plain',
    'text/html',
    'text/calendar',
    'application/pdf',
    'image/png',
    'message/rfc822',
    'message/partial',
    'multipart/mixed',
    'MULTIPART/alternative',
  ])('brings a file of the type %s as it is', async (mimeType) => {
    const bytes = Buffer.from('From: eve@x.org\n\n--b\r\nä\n\u0000\r.\r\n\u00ff', 'latin1');
    const attachments = [{ filename: 'Angebot für Zoë.bin', mimeType, data: bytes.toString('base64') }];
    const { parts } = parseMime(await composed({ attachments }));
    expect(parts).toHaveLength(2);
    expect(parts[1]?.filename).toBe('Angebot für Zoë.bin');
    expect(parts[1]?.body).toEqual(bytes);
  });

  test('of files alone has them', async () => {
    const attachments = [{ filename: 'a.pdf', mimeType: 'application/pdf', data: 'YQ==' }];
    const mail = await readBack({ text: undefined, attachments });
    expect(mail.attachments).toMatchObject([{ filename: 'a.pdf', mimeType: 'application/pdf', size: 1 }]);
  });

  test('loads nothing, whatever a text looks like', async () => {
    const text = 'file:///etc/passwd';
    const html = '<img src="/etc/passwd"><img src="data:image/png;base64,AAAA">';
    const raw = (await composed({ text, html })).toString();
    expect(raw).toContain(text);
    expect(raw).not.toContain('root:');
    expect(raw).not.toContain('Content-ID');
  });
});

describe('nothing that is put into a header begins another one', () => {
  const EXPECTED = ['from', 'to', 'cc', 'bcc', 'in-reply-to', 'references', 'subject', 'message-id', 'date'];
  const MIME = ['mime-version', 'content-type', 'content-transfer-encoding', 'content-disposition'];

  async function expectNoOthers(overrides: Partial<OutgoingMail>): Promise<void> {
    const raw = await composed(overrides);
    const root = splitEntity(raw).headers;
    const names = namesOf(root);
    expect(names.filter((name) => ![...EXPECTED, ...MIME].includes(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
    const bodies = parseMime(raw).parts.flatMap((part) => [part, ...part.parts]);
    for (const part of bodies)
      expect(namesOf(part.headers).filter((name) => !MIME.includes(name))).toEqual([]);
    expect(bodies.length).toBeLessThanOrEqual(2);
  }

  const BREAKS = [
    '\r\n',
    '\n',
    '\r',
    '\r\n\r\n',
    '\u0085',
    '\u2028',
    '\u0000\r\n',
    '"\r\n',
    '?=\r\n',
    '>\r\n',
  ];

  test.each(BREAKS)('not behind %j', async (lineBreak) => {
    const evil = `x${lineBreak}Bcc: eve@x.org${lineBreak}X-Evil: 1${lineBreak}${lineBreak}body`;
    const attachments = [{ filename: evil, mimeType: 'application/pdf', data: 'YQ==' }];
    await expectNoOthers({
      from: person('agent@example.com', evil),
      to: [person('ann@x.org', evil)],
      cc: [person('bob@x.org', evil)],
      subject: evil,
      inReplyTo: evil,
      references: [evil, evil],
      attachments,
    });
  });

  test('whatever the words are', async () => {
    const piece = fc.constantFrom(
      ...BREAKS,
      ':',
      ' ',
      '<',
      ',',
      ';',
      '=?utf-8?q?=0D=0ABcc:_a@x.org?=',
      'Bcc: eve@x.org',
      'ä',
      '😀',
      '"',
      '\\',
      '%0d%0a',
    );
    const words = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
    const property = fc.asyncProperty(words, words, words, words, async (name, subject, filename, id) => {
      const attachments = [{ filename: filename || 'a', mimeType: 'application/pdf', data: 'YQ==' }];
      const to = [person('ann@x.org', name)];
      await expectNoOthers({ to, cc: to, subject, attachments, inReplyTo: id, references: [id, id] });
    });
    await fc.assert(property, { numRuns: 300, seed: 20_261_122 });
  });
});
