import libmime from 'libmime';
import type { MessageHeader } from '../gmail.ts';
import { cleanLine, cutToBytes } from './cleanText.ts';
import { HEADER_CHARACTERS, LINE_BYTES } from './limits.ts';

type Headers = readonly MessageHeader[];

/** Every value of a header, in the order of the mail; names are case-insensitive. */
export function headerValues(headers: Headers, name: string): readonly string[] {
  const wanted = name.toLowerCase();
  return headers
    .filter((header) => header.name.trim().toLowerCase() === wanted)
    .map((header) => unfold(header.value));
}

/** The header's value, the first one where a broken mail repeats it; empty when it has none. */
export function headerValue(headers: Headers, name: string): string {
  return headerValues(headers, name)[0] ?? '';
}

/**
 * Joins a value that was folded over lines. A line that does not begin with white space is no continuation
 * but a header smuggled into the value: it ends the value.
 */
function unfold(value: string): string {
  const unfolded = value.slice(0, HEADER_CHARACTERS).replace(/(?:\r\n?|\n)(?=[ \t])/g, '');
  return unfolded.split(/[\r\n]/, 1)[0] ?? '';
}

/** Text for people: encoded words (`=?utf-8?q?…?=`) decoded, in one line of bounded length. */
export function decodeHeaderText(value: string, limit = LINE_BYTES): string {
  return cutToBytes(cleanLine(libmime.decodeWords(value)), limit);
}

/** `text/plain; charset="utf-8"` → its value and its parameters, both as sent. */
export function structuredHeader(headers: Headers, name: string) {
  const value = headerValue(headers, name).slice(0, LINE_BYTES * 10);
  return libmime.parseHeaderValue(value, { stripComments: true });
}
