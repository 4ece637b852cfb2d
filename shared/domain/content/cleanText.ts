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
 * The longest beginning of `text` that takes at most `limit` bytes of UTF-8 and ends with a whole character as
 * people see one: with its accents, and a joined emoji not in its pieces.
 */
export function cutToBytes(text: string, limit: number): string {
  if (text.length * 3 <= limit) return text;
  const bytes = Buffer.from(text.slice(0, limit + 1));
  if (bytes.length <= limit) return text;
  let end = limit;
  while (end > 0 && isContinuation(bytes[end])) end -= 1;
  const cut = bytes.toString('utf8', 0, end);
  return cut.slice(0, characterStart(text, cut.length));
}

/** More than that on one letter is no accent but a prank, and is cut like any text. */
const LONGEST_CHARACTER = 64;

/** Where the character begins that `index` is in the middle of, or `index` itself. */
function characterStart(text: string, index: number): number {
  const from = Math.max(0, index - LONGEST_CHARACTER);
  const around = text.slice(from, index + LONGEST_CHARACTER);
  // Made here and not at the start of a function: it takes a moment, and few mails are cut.
  const characters = new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(around);
  const start = characters.containing(index - from)?.index ?? 0;
  return start === 0 ? index : from + start;
}

const isContinuation = (byte: number | undefined) => byte !== undefined && (byte & 0xc0) === 0x80;
