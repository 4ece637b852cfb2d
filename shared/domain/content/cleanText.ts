import { Buffer } from 'node:buffer';

/** Firestore refuses unpaired surrogates; NUL and the other controls break whatever reads the text next. */
const UNSTORABLE = /(?![\t\n])\p{Cc}|\p{Surrogate}|\ufeff/gu;

/** Text as people see it: line ends are `\n`, tabs stay, nothing is left that cannot be stored. */
export function cleanText(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(UNSTORABLE, '');
}

/** The same in one line, for headers and names. */
export function cleanLine(text: string): string {
  return cleanText(text).replace(/\s+/g, ' ').trim();
}

/**
 * The longest beginning of `text` that takes at most `limit` bytes of UTF-8 and ends with a whole character.
 */
export function cutToBytes(text: string, limit: number): string {
  if (text.length * 3 <= limit) return text;
  const bytes = Buffer.from(text.slice(0, limit + 1));
  if (bytes.length <= limit) return text;
  let end = limit;
  while (end > 0 && isContinuation(bytes[end])) end -= 1;
  return bytes.toString('utf8', 0, end);
}

const isContinuation = (byte: number | undefined) => byte !== undefined && (byte & 0xc0) === 0x80;
