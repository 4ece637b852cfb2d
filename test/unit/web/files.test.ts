import { describe, expect, test } from '@jest/globals';
import { sendMessage } from '../../../shared/domain/callables/sendMessage.ts';
import {
  filenameOf,
  MOST_BYTES,
  MOST_FILES,
  mimeTypeOf,
  tooMuch,
} from '../../../web/src/screens/inbox/composer/files.ts';

const files = (...sizes: readonly number[]) => sizes.map((size) => ({ size }));

describe('files that are added to a mail', () => {
  test('are taken up to what the server takes, and not one byte more', () => {
    expect(tooMuch(files(MOST_BYTES - 1), files(1))).toBeUndefined();
    expect(tooMuch(files(MOST_BYTES), files(1))).toMatch(/Together/);
    expect(tooMuch([], files(MOST_BYTES + 1))).toMatch(/This file/);
  });

  test('are a hundred at most', () => {
    const most = files(...Array.from({ length: MOST_FILES }, () => 1));
    expect(tooMuch([], most)).toBeUndefined();
    expect(tooMuch(most, files(1))).toMatch(/100 files/);
  });

  test('have the server’s own limits', () => {
    const accepts = (attachments: readonly object[]) =>
      sendMessage.input.safeParse({
        mailboxId: 'm'.repeat(27),
        requestId: 'request-1',
        to: ['ann@example.com'],
        subject: '',
        attachments,
      }).success;
    const of = (bytes: number) => [{ filename: 'a', data: Buffer.alloc(bytes).toString('base64') }];
    expect(accepts(of(MOST_BYTES))).toBe(true);
    expect(accepts(of(MOST_BYTES + 1))).toBe(false);
    const many = Array.from({ length: MOST_FILES }, () => ({ filename: 'a', data: '' }));
    expect([accepts(many), accepts([...many, ...many.slice(0, 1)])]).toEqual([true, false]);
  });
});

describe('the name of a file', () => {
  test.each([
    ['C:\\Users\\ann\\offer.pdf', 'offer.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['in\nvoice\u0000.pdf', 'invoice.pdf'],
    ['exe.\u202Efdp', 'exe.fdp'],
    ['   ', 'file'],
    ['', 'file'],
    ['plan (1).final.docx', 'plan (1).final.docx'],
  ])('of %j is %j', (written, name) => expect(filenameOf(written)).toBe(name));

  test('is cut where it is long, and not where its kind stands', () => {
    const name = filenameOf(`${'😀'.repeat(300)}.jpeg`);
    expect(name).toMatch(/^😀+\.jpeg$/u);
    expect(name.length).toBeLessThanOrEqual(255);
  });

  test('and its kind are what the server takes', () => {
    expect(mimeTypeOf('text/html; charset=utf-8')).toBe('text/html');
    expect(mimeTypeOf('')).toBe('application/octet-stream');
    expect(mimeTypeOf('not a type')).toBe('application/octet-stream');
  });
});
