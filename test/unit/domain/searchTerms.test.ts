import { describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { matchesSearch, searchTerms, searchTermsOf } from '../../../shared/domain/contacts/searchTerms.ts';

type Searchable = Parameters<typeof searchTerms>[0];

/** As the query and the browser find a contact, one after the other. */
const isFound = (contact: Searchable, typed: string): boolean => {
  const terms = searchTerms(contact);
  return searchTermsOf(typed).some((term) => terms.includes(term)) && matchesSearch(contact, typed);
};

const ann: Searchable = {
  name: 'Ann-Sofie O’Brien Łukasz-Müller',
  emails: ['ann.sofie_o@mail.example.com', 'asob+crm@estio.co.uk'],
};

describe('a contact is found by', () => {
  test.each([
    'a',
    'Ann',
    'ANN-SOF',
    'annsofie',
    'sofie',
    "O'Brien",
    'o’brien',
    'O´Brien',
    'obri',
    'brien',
    'lukasz',
    'ŁUK',
    'Müller',
    'muller',
    'Mu\u0308ller',
    'ann sofie',
    'Brien Ann',
    '  ann   o’brien ',
    'ann.sofie_o@mail.example.com',
    'ann.sofie_o@m',
    'sofie_o@mail',
    'mail.example',
    'example.com',
    'EXAMPLE',
    'asob',
    'crm@estio',
    'estio.co.uk',
    'ann estio',
    'Ann <ann.sofie_o@mail.example.com>',
  ])('%s', (typed) => {
    expect(isFound(ann, typed)).toBe(true);
  });

  test.each(['nn', 'rien', 'bob', 'ann bob', 'annsofieo', 'ann.sofie_o@example', 'sofie ann.x', 'co.uk.org'])(
    '%s not',
    (typed) => {
      expect(isFound(ann, typed)).toBe(false);
    },
  );

  test.each([
    ['Straße', 'STRASSE'],
    ['Straße', 'stras'],
    ['İbrahim Işık', 'ibrahim isik'],
    ['ΟΔΟΣ ΑΘΗΝΩΝ', 'οδος'],
    ['Άννα', 'αννα'],
    ['Søren Ægir Þór', 'soren aegir thor'],
    ['ﬁona', 'Fiona'],
    ['Ｊｏｈｎ', 'john'],
    ['田中 花子', '田'],
    ['김민수', '김'],
    ['Ann\u00a0Archer', 'archer'],
    ['Ann\u200bArcher', 'annarcher'],
  ])('%s: %s', (name, typed) => {
    expect(isFound({ name, emails: [] }, typed)).toBe(true);
  });
});

describe('what is typed', () => {
  test('is asked for as it is, and by its longest word, which has all who may be meant', () => {
    expect(searchTermsOf('John  SMITHERS')).toEqual(['john smithers', 'smithers']);
    expect(searchTermsOf('smith')).toEqual(['smith']);
    expect(searchTermsOf('Constantinopolitan Bartholomew')).toEqual(['constantinopoli']);
    expect(searchTermsOf('ann.archer.jr@example.com')).toEqual(['ann archer jr e']);
    expect(searchTermsOf('ann.archer.two@x.com')).toEqual(['ann archer two']);
  });

  test.each(['', '   ', '@', '. - "', '🎉', '\u200b', '\ud83c'])(
    '%j asks for nothing, and means everybody',
    (typed) => {
      expect(searchTermsOf(typed)).toEqual([]);
      expect(matchesSearch(ann, typed)).toBe(true);
    },
  );

  test('longer than a term is compared to its end', () => {
    const contact = { name: 'Constantinopolitan', emails: [] };
    expect(isFound(contact, 'Constantinopolitan')).toBe(true);
    expect(isFound(contact, 'Constantinopolitana')).toBe(false);
  });
});

const letters = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzABCXYZ0189') },
    { weight: 2, arbitrary: fc.constantFrom(...'äöüßÄÖÉéñçøŁłşİıςΣσά한田ﬁŉǅ𝔸𐐷æÞ') },
    fc
      .string({ unit: 'binary', minLength: 1, maxLength: 1 })
      .filter((character) => /^[\p{L}\p{N}]$/u.test(character)),
  ),
  { minLength: 1, maxLength: 20 },
);
const name = fc.array(letters, { maxLength: 4 }).chain((words) =>
  fc
    .array(fc.constantFrom(' ', '-', "'", '’', ', ', '\u00a0'), {
      minLength: words.length,
      maxLength: words.length,
    })
    .map((gaps) => words.map((word, index) => word.join('') + (gaps[index] ?? '')).join('')),
);
const emails = fc.array(fc.emailAddress(), { maxLength: 4 });
const CASES: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text.toUpperCase(),
  (text) => text.toLowerCase(),
  (text) => text.normalize('NFD'),
  (text) => text.normalize('NFC'),
  (text) => text.normalize('NFD').replace(/\p{M}/gu, ''),
];
/** What a person would call one. */
const wordsIn = (text: string) => text.normalize('NFC').match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];

describe('whoever the contact is', () => {
  test('any beginning of a word of the name or an address finds them, in any case, with accents or without', () => {
    fc.assert(
      fc.property(
        name,
        emails,
        fc.nat(),
        fc.nat(),
        fc.constantFrom(...CASES),
        (name, emails, which, length, asTyped) => {
          const contact = { name, emails };
          if (searchTerms(contact).length >= 400) return;
          const words = [name, ...emails].flatMap((text) => [...wordsIn(text), ...text.split(/\s+/u)]);
          const characters = [...(words[which % Math.max(words.length, 1)] ?? '')];
          const typed = asTyped(characters.slice(0, 1 + (length % Math.max(characters.length, 1))).join(''));
          if (searchTermsOf(typed).length === 0) return;
          expect([contact, typed, isFound(contact, typed)]).toEqual([contact, typed, true]);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test('beginnings of several of their words, in any order, find them', () => {
    fc.assert(
      fc.property(name, emails, fc.infiniteStream(fc.nat()), (name, emails, random) => {
        const contact = { name, emails };
        if (searchTerms(contact).length >= 400) return;
        const next = (below: number) => (random.next().value ?? 0) % Math.max(below, 1);
        const words = [name, ...emails].flatMap(wordsIn);
        const typed = words
          .map((word) => ({ word, at: next(1_000) }))
          .sort((a, b) => a.at - b.at)
          .slice(0, 3)
          .map(({ word }) => [...word].slice(0, 1 + next(word.length)).join(''))
          .join(' ');
        if (searchTermsOf(typed).length === 0) return;
        expect([contact, typed, isFound(contact, typed)]).toEqual([contact, typed, true]);
      }),
      { numRuns: 1_000 },
    );
  });

  test('whatever is typed: who matches, and is not too much for the index, is among those who are asked for', () => {
    fc.assert(
      fc.property(name, emails, fc.string({ unit: 'grapheme', maxLength: 12 }), (name, emails, typed) => {
        const contact = { name, emails };
        const terms = searchTerms(contact);
        if (terms.length >= 400 || searchTermsOf(typed).length === 0 || !matchesSearch(contact, typed))
          return;
        expect([contact, typed, isFound(contact, typed)]).toEqual([contact, typed, true]);
      }),
      { numRuns: 1_000 },
    );
  });

  test('the terms are distinct, of up to 15 characters, at most 400, and text that Firestore takes', () => {
    const anything = fc.string({ unit: 'binary', maxLength: 300 });
    fc.assert(
      fc.property(anything, fc.array(anything, { maxLength: 30 }), (name, emails) => {
        const terms = searchTerms({ name, emails });
        expect(new Set(terms).size).toBe(terms.length);
        expect(terms.length).toBeLessThanOrEqual(400);
        for (const term of terms) {
          expect([...term].length).toBeLessThanOrEqual(15);
          expect(term.isWellFormed()).toBe(true);
          expect(term.trim()).toBe(term);
          expect(term).not.toBe('');
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('a contact with more than is kept', () => {
  const emails = Array.from(
    { length: 20 },
    (_, index) => `${String.fromCharCode(97 + index)}nn.archer.number${index}@mail${index}.example.com`,
  );
  const contact = { name: 'Ann Archer of Somewhere', emails };

  test('is found by the name, and by each of 20 addresses from its beginning', () => {
    expect(searchTerms(contact)).toHaveLength(400);
    for (const typed of ['Somewhere', 'archer', ...emails])
      expect([typed, isFound(contact, typed)]).toEqual([typed, true]);
  });

  test('has no more looked at than 100 addresses, and of each 320 characters', () => {
    const many = Array.from({ length: 102 }, (_, index) => `q${index}x@example.com`);
    const long = `${'x'.repeat(300)}.${'y'.repeat(30)}.z@example.com`;
    const found = (typed: string) => matchesSearch({ name: '', emails: [long, ...many] }, typed);
    expect([found('q98x'), found('q99x'), found(`${'y'.repeat(19)}`), found('yz'), found('z')]).toEqual([
      true,
      false,
      true,
      false,
      false,
    ]);
  });

  test.each([
    ['an address', { name: 'Ann', emails: [`${'a.'.repeat(50_000)}@example.com`] }, 'ann'],
    [
      'addresses',
      { name: 'Ann', emails: Array<string>(1_000).fill(`${'a.'.repeat(50)}@example.com`) },
      'ann',
    ],
    ['a name', { name: 'ﷺ '.repeat(50_000), emails: [] }, 'ann'],
    ['what is typed', contact, 'ann '.repeat(25_000)],
  ])('and 100 KB of junk in %s: no more than 100 KB of it are put together anew', (_, junk, typed) => {
    let characters = 0;
    const join = Array.prototype.join;
    const spy = jest.spyOn(Array.prototype, 'join').mockImplementation(function (this: unknown[], by) {
      const joined = join.call(this, by);
      characters += joined.length;
      if (characters > 100_000) throw new Error('More is put together than there is');
      return joined;
    });
    try {
      expect(searchTerms(junk).length).toBeLessThanOrEqual(400);
      expect(searchTermsOf(typed).length).toBeLessThanOrEqual(2);
      matchesSearch(junk, typed);
    } finally {
      spy.mockRestore();
    }
    expect(characters).toBeGreaterThan(0);
  });

  test('is cut where nobody would type on', () => {
    const huge = { name: `${'word '.repeat(100_000)}end`, emails: Array(10_000).fill('a.b.c.d@e.com') };
    expect(isFound(huge, 'word')).toBe(true);
    expect(isFound(huge, 'end')).toBe(false);
    expect(isFound(huge, 'c.d@e')).toBe(true);
  });
});
