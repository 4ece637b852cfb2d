import { describe, expect, test } from '@jest/globals';
import { normaliseAddress } from '../../../shared/domain/content/emailAddress.ts';
import { readAddress, readAddressList } from '../../../web/src/screens/inbox/composer/people/addresses.ts';

const person = (address: string, name = '') => ({ name, address });

describe('an address that is typed', () => {
  test.each([
    'ann@example.com',
    ' Ann@Example.COM ',
    'ann+tag@mail.example.co.uk',
    'jörg@müller.de',
    '"ann archer"@example.com',
    '\u200Bann@example.com\u200B',
    'ann@example.com.',
  ])('is the one that the server makes of it: %j', (written) => {
    expect(readAddress(written)).toBe(normaliseAddress(written));
    expect(readAddress(written)).toBeDefined();
  });

  test.each([
    '',
    'ann',
    'ann@',
    '@example.com',
    'ann archer@example.com',
    'ann@exa mple.com',
    'ann@localhost',
  ])('is none: %j', (written) => expect(readAddress(written)).toBeUndefined());

  test('may be a link to write to it', () => {
    expect(readAddress('mailto:ann@example.com')).toBe('ann@example.com');
  });
});

describe('a list that is pasted', () => {
  test.each([
    ['with commas', 'ann@example.com, bob@example.com'],
    ['with semicolons', 'ann@example.com;bob@example.com;'],
    ['one below the other', 'ann@example.com\r\nbob@example.com\n'],
    ['with spaces alone', 'ann@example.com bob@example.com'],
    ['from a spreadsheet', 'ann@example.com\tbob@example.com'],
    ['with repeats', 'ann@example.com, bob@example.com, ANN@example.com'],
  ])('is split: %s', (_, written) => {
    expect(readAddressList(written)).toEqual({
      people: [person('ann@example.com'), person('bob@example.com')],
      wrong: [],
    });
  });

  test('keeps names, and the commas in them', () => {
    expect(
      readAddressList(
        'Ann Archer <ann@example.com>, "Stone, Bob" <bob@example.com>; Carr, Cy <cy@example.com>',
      ),
    ).toEqual({
      people: [
        person('ann@example.com', 'Ann Archer'),
        person('bob@example.com', 'Stone, Bob'),
        person('cy@example.com', 'Carr, Cy'),
      ],
      wrong: [],
    });
  });

  test('says what in it is no address, and takes the rest', () => {
    expect(readAddressList('ann@example.com, nobody, bob@@example.com, cy@example.com')).toEqual({
      people: [person('ann@example.com'), person('cy@example.com')],
      wrong: ['nobody', 'bob@@example.com'],
    });
  });

  test('cannot give anybody a name of several lines, or of hundreds of letters', () => {
    const { people } = readAddressList(`${'x'.repeat(300)} <ann@example.com>`);
    expect(people[0]?.name).toHaveLength(100);
    expect(readAddressList('A\u0000nn <ann@example.com>').people[0]?.name).toBe('A nn');
  });

  test('of nothing is nobody', () => {
    expect(readAddressList(' ,; \n')).toEqual({ people: [], wrong: [] });
  });
});
