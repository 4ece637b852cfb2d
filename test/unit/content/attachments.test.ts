import { describe, expect, test } from '@jest/globals';
import { findAttachment } from '../../../shared/domain/content/attachments.ts';
import { readContent } from '../../../shared/domain/content/readContent.ts';
import type { MessagePart } from '../../../shared/domain/gmail.ts';
import { file, gmailMessage, html, multipart, part, text } from '../../support/payload.ts';

const attachmentsOf = (payload: MessagePart) => readContent(gmailMessage({}, payload)).attachments;
const nameOf = (sent: MessagePart) => attachmentsOf(multipart('mixed', sent))[0]?.filename;

describe('attachments', () => {
  test('an attachment is known by its part id, because Gmail changes its own id with every get', () => {
    const payload = multipart('mixed', text('see'), file('Offer.PDF', 'Application/PDF'));
    expect(attachmentsOf(payload)).toEqual([
      {
        attachmentId: '1',
        filename: 'Offer.PDF',
        mimeType: 'application/pdf',
        size: 9,
        contentId: null,
        inline: false,
      },
    ]);
  });

  test('the part behind an attachment is found again by its id', () => {
    const message = gmailMessage(
      {},
      multipart('mixed', text('see'), file('a.pdf', 'x/y'), file('b.pdf', 'x/y')),
    );
    expect(findAttachment(message.payload, '2')?.filename).toBe('b.pdf');
    expect(findAttachment(message.payload, '0')).toBeUndefined();
  });

  test('a mail that is nothing but a file has an attachment with an id', () => {
    const message = gmailMessage({}, file('scan.pdf', 'application/pdf'));
    const [attachment] = readContent(message).attachments;
    expect(attachment?.attachmentId).toBe('root');
    expect(findAttachment(message.payload, 'root')?.filename).toBe('scan.pdf');
  });

  test('an image is inline when the html shows it, whatever its headers claim', () => {
    const shown = file('logo.png', 'image/png', {
      'Content-ID': '<logo+1@x>',
      'Content-Disposition': 'attachment',
    });
    const hidden = file('photo.png', 'image/png', {
      'Content-ID': '<photo@x>',
      'Content-Disposition': 'inline',
    });
    const found = attachmentsOf(multipart('related', html('<img src="cid:logo%2B1@x">'), shown, hidden));
    expect(found).toMatchObject([
      { filename: 'logo.png', contentId: 'logo+1@x', inline: true },
      { filename: 'photo.png', contentId: 'photo@x', inline: false },
    ]);
  });

  test('an invitation among the alternatives is an attachment', () => {
    const invitation = part('text/calendar; method=REQUEST', 'BEGIN:VCALENDAR');
    const payload = multipart('alternative', text('Lunch?'), html('<p>Lunch?</p>'), invitation);
    expect(attachmentsOf(payload)).toMatchObject([{ filename: 'attachment.ics', mimeType: 'text/calendar' }]);
  });

  test('what is attached to a forwarded mail belongs to the forwarded mail', () => {
    const forwarded = {
      ...part('message/rfc822', '', { filename: 'Fwd.eml' }),
      parts: [multipart('mixed', text('x'), file('inner.pdf', 'application/pdf'))],
    };
    expect(attachmentsOf(multipart('mixed', text('fyi'), forwarded)).map(({ filename }) => filename)).toEqual(
      ['Fwd.eml'],
    );
  });

  test('a type that is no type becomes a stream of bytes', () => {
    expect(attachmentsOf(multipart('mixed', file('a', 'nonsense')))[0]?.mimeType).toBe(
      'application/octet-stream',
    );
  });
});

describe("an attachment's name", () => {
  test.each([
    ['is kept with its umlauts', 'Rückfrage 2.pdf', 'Rückfrage 2.pdf'],
    ['is decoded', '=?utf-8?Q?R=C3=BCckfrage.pdf?=', 'Rückfrage.pdf'],
    ['loses the folders of Unix', '../../etc/passwd', 'passwd'],
    ['loses the folders of Windows', 'C:\\Users\\ann\\offer.doc', 'offer.doc'],
    ['loses the folders it was encoded with', '=?utf-8?Q?..=2F..=2Fpasswd?=', 'passwd'],
    ['loses control characters', 'a\u0000b\r\nc.txt', 'ab c.txt'],
    ['loses what turns the reading direction', 'invoice\u202Efdp.exe', 'invoicefdp.exe'],
    ['loses what no disk takes', 'a<b>:"c|?*.txt', 'a_b___c___.txt'],
    ['is not hidden', '.bashrc', 'bashrc'],
    ['is made up when it says nothing', '..', 'attachment.pdf'],
  ])('%s', (_, sent, read) => {
    expect(nameOf(part('application/pdf', 'x', { filename: sent }))).toBe(read);
  });

  test('is cut and keeps its ending when it has no end', () => {
    const name = nameOf(part('application/pdf', 'x', { filename: `${'ü'.repeat(500)}.pdf` })) ?? '';
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
    expect(name).toMatch(/^ü+\.pdf$/);
  });

  test.each([
    [
      'Content-Disposition',
      { 'Content-Disposition': "attachment; filename*0*=utf-8''R%C3%BC; filename*1*=ck.pdf" },
    ],
    ['Content-Type', { 'Content-Type': 'application/pdf; name="=?utf-8?B?UsO8Y2sucGRm?="' }],
  ])('is read from %s when Gmail tells none', (_, headers) => {
    expect(nameOf(part('application/pdf', 'x', { headers }))).toBe('Rück.pdf');
  });
});
