/** A mail as somebody remembers it. */
export interface Remembered {
  readonly by: 'memory' | 'messageId' | 'search';
  /** A name or an address. */
  readonly who: string;
  readonly words: string;
  /** `2026-11-23`, or empty. */
  readonly day: string;
  readonly messageId: string;
  readonly search: string;
}

export const NOTHING_REMEMBERED: Remembered = {
  by: 'memory',
  who: '',
  words: '',
  day: '',
  messageId: '',
  search: '',
};

/** As the callable wants it; undefined while nothing is said. */
export type MailQuestion = { readonly rfc822MessageId: string } | { readonly query: string };

export function mailQuestion(remembered: Remembered): MailQuestion | undefined {
  const { by, messageId, search } = remembered;
  if (by === 'messageId') return messageId.trim() === '' ? undefined : { rfc822MessageId: messageId.trim() };
  const query = by === 'search' ? search.trim() : gmailQuery(remembered);
  return query === '' ? undefined : { query };
}

/** What Gmail's search takes: https://support.google.com/mail/answer/7190 */
export function gmailQuery({ who, words, day }: Pick<Remembered, 'who' | 'words' | 'day'>): string {
  return [personTerm(who), wordsTerm(words), dayTerm(day)].filter((term) => term !== '').join(' ');
}

/** Wherever they are in it: `to:` alone would not find who got a copy. */
function personTerm(who: string): string {
  const name = tame(who);
  if (name === '') return '';
  const quoted = name.includes(' ') ? `"${name}"` : name;
  return `{${['from', 'to', 'cc', 'bcc'].map((place) => `${place}:${quoted}`).join(' ')}}`;
}

function wordsTerm(words: string): string {
  const tamed = tame(words);
  return tamed === '' ? '' : `subject:(${tamed})`;
}

const DAY_SECONDS = 86_400;

/** A day before and a day after are looked at as well: who remembers a day may be wrong, and zones differ. */
function dayTerm(day: string): string {
  const at = Date.parse(`${day}T00:00:00`);
  if (Number.isNaN(at)) return '';
  const seconds = at / 1_000;
  return `after:${seconds - DAY_SECONDS} before:${seconds + 2 * DAY_SECONDS}`;
}

/** Without what a search gives a meaning to: quotes, brackets, and words of its own. */
const tame = (typed: string): string =>
  typed
    .replace(/["(){}<>|]/g, ' ')
    .split(/\s+/)
    .map((word) => word.replace(/^-+/, '').replace(/^(OR|AND|AROUND)$/, (operator) => operator.toLowerCase()))
    .filter((word) => word !== '')
    .join(' ');

/** The address that is meant, as contacts have theirs; undefined where it is a name. */
export function addressIn(who: string): string | undefined {
  const word = tame(who)
    .split(' ')
    .find((each) => /^[^@\s]+@[^@\s]+$/.test(each));
  return word?.toLowerCase();
}

/** The name that is meant, besides the address. */
export const nameIn = (who: string): string =>
  tame(who)
    .split(' ')
    .filter((word) => !word.includes('@'))
    .join(' ');

/** What somebody may be called who has this address: a proposal. */
export function nameFromAddress(address: string): string {
  const words = address
    .replace(/@.*$/s, '')
    .split(/[._-]+/)
    .filter((word) => /^\p{L}{2,}$/u.test(word));
  return words.length < 2 ? '' : words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ');
}
