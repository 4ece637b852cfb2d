import { describe, expect, test } from '@jest/globals';
import {
  addressIn,
  gmailQuery,
  mailQuestion,
  NOTHING_REMEMBERED,
  nameFromAddress,
  nameIn,
} from '../../../web/src/screens/missing/mailQuestion.ts';

const query = (who: string, words = '', day = '') => gmailQuery({ who, words, day });

describe('what somebody remembers of a mail, as a search', () => {
  test('finds an address wherever it stands', () => {
    expect(query('ann@example.com')).toBe(
      '{from:ann@example.com to:ann@example.com cc:ann@example.com bcc:ann@example.com}',
    );
  });

  test('takes a name of several words as one', () => {
    expect(query('Ann Archer')).toBe('{from:"Ann Archer" to:"Ann Archer" cc:"Ann Archer" bcc:"Ann Archer"}');
  });

  test('asks for all words of the subject', () => {
    expect(query('', 'the flat')).toBe('subject:(the flat)');
  });

  test('looks at a day before and a day after as well', () => {
    const at = Date.parse('2026-11-20T00:00:00') / 1_000;
    expect(query('', '', '2026-11-20')).toBe(`after:${at - 86_400} before:${at + 172_800}`);
  });

  test('joins what is said, and leaves out what is not', () => {
    expect(query('ann', ' flat ')).toBe('{from:ann to:ann cc:ann bcc:ann} subject:(flat)');
    expect(query(' ', '', 'soon')).toBe('');
  });

  test.each([
    ['a "quote', '{from:"a quote" to:"a quote" cc:"a quote" bcc:"a quote"}'],
    ['ann) OR (subject:secret', undefined],
    ['-ann', '{from:ann to:ann cc:ann bcc:ann}'],
    ['{}()"', ''],
  ])('takes nothing typed for a word of the search: %s', (typed, searched) => {
    const written = query(typed);
    if (searched !== undefined) expect(written).toBe(searched);
    expect(written).not.toMatch(/ OR |\)/);
  });

  test('is no question while nothing is said', () => {
    expect(mailQuestion(NOTHING_REMEMBERED)).toBeUndefined();
    expect(mailQuestion({ ...NOTHING_REMEMBERED, by: 'messageId', who: 'Ann' })).toBeUndefined();
    expect(mailQuestion({ ...NOTHING_REMEMBERED, by: 'search', search: '  ' })).toBeUndefined();
  });

  test('is a Message-ID or a search of their own for those who have one', () => {
    const known = { ...NOTHING_REMEMBERED, messageId: ' <a@b> ', search: ' has:attachment ' };
    expect(mailQuestion({ ...known, by: 'messageId' })).toEqual({ rfc822MessageId: '<a@b>' });
    expect(mailQuestion({ ...known, by: 'search' })).toEqual({ query: 'has:attachment' });
  });
});

describe('who is meant', () => {
  test('is told by an address, in whatever it is typed', () => {
    expect(addressIn('Ann Archer <Ann@Example.com>')).toBe('ann@example.com');
    expect(addressIn('Ann Archer')).toBeUndefined();
    expect(nameIn('Ann Archer <ann@example.com>')).toBe('Ann Archer');
  });

  test('may be guessed from the address, where it looks like a name', () => {
    expect(nameFromAddress('ann.archer@example.com')).toBe('Ann Archer');
    expect(nameFromAddress('info@example.com')).toBe('');
    expect(nameFromAddress('contact-15fcc60a@example.com')).toBe('');
  });
});
