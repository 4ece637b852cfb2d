import { cleanLine } from './cleanText.ts';
import { SNIPPET_CHARACTERS } from './limits.ts';

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};
const ENTITY = /&(?:#x([\da-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos|nbsp));/gi;
/** Newsletters pad their first words with these, so that no more of the mail shows in a list. */
const PADDING = /(?:\s|\u034f|\p{Cf})+$/u;

/** One line that tells what the mail is about: Gmail's own, else how the text begins. */
export function readSnippet(gmailSnippet: string, text: string): string {
  const line = firstCharacters(decodeEntities(gmailSnippet.slice(0, 10 * SNIPPET_CHARACTERS)));
  return line || firstCharacters(text.slice(0, 10 * SNIPPET_CHARACTERS));
}

const firstCharacters = (text: string) =>
  [...cleanLine(text)].slice(0, SNIPPET_CHARACTERS).join('').replace(PADDING, '');

function decodeEntities(text: string): string {
  return text.replace(ENTITY, (entity, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return NAMED[name.toLowerCase()] ?? entity;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });
}
