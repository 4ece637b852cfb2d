import { normaliseAddress } from '../content/emailAddress.ts';
import type { EmailAddress } from '../ids.ts';

/** More than anybody has; each is a term of the searches for the contact's mail. */
const MAX_ADDRESSES = 20;

/** The addresses that a source gives a contact, in the form in which they are stored, each once, in order. */
export function readAddresses(written: readonly string[]): {
  emails: readonly EmailAddress[];
  /** How many are no addresses, or too many. */
  invalid: number;
} {
  const given = written.map((text) => text.trim()).filter((text) => text !== '');
  const sound = given.flatMap((text) => normaliseAddress(text) ?? []);
  const distinct = [...new Set(sound)];
  const emails = distinct.slice(0, MAX_ADDRESSES);
  return { emails, invalid: given.length - sound.length + distinct.length - emails.length };
}

const MAX_NAME = 200;

/** One line, as agents may write it; the whole name where there is one, else what it is made of. */
export function readName(whole: Name, first?: Name, last?: Name): string {
  const parts = whole?.trim() ? [whole] : [first, last];
  const written = parts.flatMap((part) => part ?? []).join(' ');
  return written
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, MAX_NAME);
}

type Name = string | null | undefined;
