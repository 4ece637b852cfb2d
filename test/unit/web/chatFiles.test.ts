import { expect, test } from '@jest/globals';
import {
  fileKindOf,
  fileNameOf,
  isPicture,
  openableType,
} from '../../../web/src/screens/inbox/chat/fileKind.ts';

test.each([
  ['report.pdf', 'report', '.pdf'],
  ['invoice.pdf.exe', 'invoice.pdf', '.exe'],
  ['invoice\u202efdp.exe', 'invoicefdp', '.exe'],
  ['photo.png          .scr', 'photo.png ', '.scr'],
  ['README', 'README', ''],
  ['a. b', 'a. b', ''],
  ['', '', ''],
])('the name %j ends with what a computer goes by', (written, stem, extension) => {
  expect(fileNameOf(written)).toEqual({ stem, extension });
});

test.each([
  ['a.png', 'image/png', 'image/png'],
  ['a.pdf', 'application/pdf', 'application/pdf'],
  ['a.txt', 'text/plain', 'text/plain'],
  ['scan', 'application/pdf', 'application/pdf'],
  ['a.pdf.exe', 'application/pdf', null],
  ['a.html', 'text/plain', null],
  ['a.svg', 'image/svg+xml', null],
  ['a.svg', 'image/png', null],
  ['a.html', 'text/html', null],
  ['page', 'text/html', null],
  ['a.xlsx', 'application/vnd.ms-excel', null],
])('%s, which the mail calls %s, can be opened as %s', (filename, mimeType, type) => {
  expect(openableType({ filename, mimeType })).toBe(type);
});

test('a kind is told by the name first, for that is what opens it', () => {
  expect(fileKindOf({ filename: 'a.EXE', mimeType: 'image/png' })).toBe('program');
  expect(fileKindOf({ filename: 'a.docm', mimeType: 'application/msword' })).toBe('program');
  expect(fileKindOf({ filename: 'a', mimeType: 'image/png' })).toBe('image');
  expect(fileKindOf({ filename: 'a', mimeType: 'image/svg+xml' })).toBe('other');
  expect(fileKindOf({ filename: 'a.unheardof', mimeType: 'image/png' })).toBe('other');
});

test('a mail shows pixels inside itself, and nothing that could run', () => {
  expect(isPicture('image/png')).toBe(true);
  expect(isPicture('image/svg+xml')).toBe(false);
  expect(isPicture('text/html')).toBe(false);
});
