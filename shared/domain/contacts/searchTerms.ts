/** What of a contact one can search by. */
interface Searchable {
  readonly name: string;
  readonly emails: readonly string[];
}

/** What is typed beyond is left to `matchesSearch`. */
const LONGEST_TERM = 15;

/** Of which a term is cut: a character may be two of JavaScript's. */
const LONGEST_CUT = 2 * LONGEST_TERM;

/** Each is an entry of an index. A name and 20 addresses, each from its beginning, are below it. */
const MOST_TERMS = 400;

/** What the CRM has written may be longer than anybody would type, and what is pasted longer than anybody would read. */
const LONGEST_NAME = 200;
const LONGEST_ADDRESS = 320;
const MOST_ADDRESSES = 100;
const LONGEST_TYPED = 1_000;

/** Letters that are one of their own, and no letter with a mark: people type them without. */
const PLAIN: ReadonlyMap<string, string> = new Map([
  ['Ø', 'O'],
  ['Ł', 'L'],
  ['Đ', 'D'],
  ['Ð', 'D'],
  ['Ħ', 'H'],
  ['Þ', 'TH'],
  ['Æ', 'AE'],
  ['Œ', 'OE'],
]);

/**
 * What a contact is found by, with no more than equality: beginnings of up to 15 characters, of the name and of each
 * address, and of what is left of them from each of their words on. Of `ann.archer@example.com` there are `an`,
 * `ann arch`, `archer exam`, `example` and so on.
 */
export function searchTerms(contact: Searchable): readonly string[] {
  const terms = new Set<string>();
  for (const start of startsOf(wordsOfContact(contact))) {
    let term = '';
    for (const character of cut(start)) {
      term += character;
      if (terms.size === MOST_TERMS) return [...terms];
      if (character !== ' ') terms.add(term);
    }
  }
  return [...terms];
}

/**
 * What to ask for, by what somebody has typed: contacts that have any of these among their terms, of which
 * `matchesSearch` tells whom they mean. The longest word, which finds them in whatever order the words are; and before
 * it all of what is typed, which finds John Smith where there are more Smiths than one asks for. Empty where nothing is
 * typed that can be searched for.
 */
export function searchTermsOf(typed: string): readonly string[] {
  const chunks = chunksOf(typed);
  const longest = chunks.reduce((long, chunk) => (chunk.length > long.length ? chunk : long), '');
  return [...new Set([chunks.join(' '), longest].map(termOf))].filter((term) => term !== '');
}

/** Whether each word that is typed is the beginning of one of the contact's. Whoever types nothing means everybody. */
export function matchesSearch(contact: Searchable, typed: string): boolean {
  const { name, glued, addresses } = wordsOfContact(contact);
  // A space is before each word and nowhere else, and a line's end in nothing that is typed.
  const text = [name, ...glued.map((word) => [word]), ...addresses]
    .map((words) => ` ${words.join(' ')}`)
    .join('\n');
  return chunksOf(typed).every((chunk) => text.includes(` ${chunk}`));
}

interface Words {
  readonly name: readonly string[];
  /** O'Brien is Obrien as well. */
  readonly glued: readonly string[];
  readonly addresses: readonly (readonly string[])[];
}

function wordsOfContact({ name, emails }: Searchable): Words {
  const known = name.slice(0, LONGEST_NAME);
  return {
    name: wordsOf(folded(known)),
    glued: partsOf(known).map((part) => wordsOf(part).join('')),
    addresses: emails
      .slice(0, MOST_ADDRESSES)
      .map((email) => wordsOf(folded(email.slice(0, LONGEST_ADDRESS)))),
  };
}

/** What is most worth finding comes first: there may be more than is kept. */
function* startsOf({ name, glued, addresses }: Words): Generator<string> {
  yield* fromEachWord(name);
  for (const words of addresses) yield words.join(' ');
  yield* glued;
  for (const words of addresses) yield* fromEachWord(words);
}

/** Each as long as a term may be, and no longer: of long texts there are many. */
function* fromEachWord(words: readonly string[]): Generator<string> {
  const text = words.join(' ');
  let at = 0;
  for (const word of words) {
    yield text.slice(at, at + LONGEST_CUT);
    at += word.length + 1;
  }
}

/** An address that is typed is a chunk of several words, as a name with a hyphen is. */
const chunksOf = (typed: string): readonly string[] =>
  partsOf(typed.slice(0, LONGEST_TYPED))
    .map((part) => wordsOf(part).join(' '))
    .filter((chunk) => chunk !== '');

const partsOf = (text: string): readonly string[] => folded(text).split(/\s+/u);

const wordsOf = (text: string): readonly string[] => text.match(/[\p{L}\p{N}]+/gu) ?? [];

const termOf = (chunk: string): string => cut(chunk).join('').trimEnd();

const cut = (text: string): readonly string[] => [...text.slice(0, LONGEST_CUT)].slice(0, LONGEST_TERM);

/**
 * As one compares: without accents, case, and invisible characters. Character by character, so that the beginning of a
 * word is that of its folded form; which is why the Greek sigma at a word's end is one like the others. An accent that
 * stands alone is somebody's apostrophe, and no space, as its compatible form would have it.
 */
function folded(text: string): string {
  return text
    .replace(/´/gu, "'")
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .toUpperCase()
    .replace(/[ØŁĐÐĦÞÆŒ]/gu, (letter) => PLAIN.get(letter) ?? letter)
    .toLowerCase()
    .replaceAll('ς', 'σ');
}
