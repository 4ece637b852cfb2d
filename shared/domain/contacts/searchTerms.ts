/** What of a contact one can search by. */
interface Searchable {
  readonly name: string;
  readonly emails: readonly string[];
}

/** What is typed beyond is left to `matchesSearch`. */
const LONGEST_TERM = 15;

/** Each is an entry of an index. A name and 20 addresses, each from its beginning, are below it. */
const MOST_TERMS = 400;

/** Of a name; what the CRM has written may be longer than anybody would type. */
const LONGEST_NAME = 200;

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
  for (const start of startsOf(contact)) {
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
  const starts = [...startsOf(contact)];
  return chunksOf(typed).every((chunk) => starts.some((start) => start.startsWith(chunk)));
}

/** What is most worth finding comes first: there may be more than is kept. */
function* startsOf({ name, emails }: Searchable): Generator<string> {
  const known = name.slice(0, LONGEST_NAME);
  const addresses = emails.map((email) => wordsOf(folded(email)));
  yield* fromEachWord(wordsOf(folded(known)));
  for (const words of addresses) yield words.join(' ');
  // O'Brien is Obrien as well.
  for (const part of partsOf(known)) yield wordsOf(part).join('');
  for (const words of addresses) yield* fromEachWord(words);
}

function* fromEachWord(words: readonly string[]): Generator<string> {
  for (const index of words.keys()) yield words.slice(index).join(' ');
}

/** An address that is typed is a chunk of several words, as a name with a hyphen is. */
const chunksOf = (typed: string): readonly string[] =>
  partsOf(typed)
    .map((part) => wordsOf(part).join(' '))
    .filter((chunk) => chunk !== '');

const partsOf = (text: string): readonly string[] => folded(text).split(/\s+/u);

const wordsOf = (text: string): readonly string[] => text.match(/[\p{L}\p{N}]+/gu) ?? [];

const termOf = (chunk: string): string => cut(chunk).join('').trimEnd();

const cut = (text: string): readonly string[] => [...text.slice(0, 2 * LONGEST_TERM)].slice(0, LONGEST_TERM);

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
