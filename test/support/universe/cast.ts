import { EmailAddress } from '../../../shared/domain/ids.ts';

/** Who may write: the first five are contacts somewhere, the last two of nobody. */
const PEOPLE = ['ann', 'ben', 'ben.private', 'cyd', 'dot', 'eve', 'fay'];

export const CAST_SIZE = PEOPLE.length;

export const castOf = (universe: string): readonly EmailAddress[] =>
  PEOPLE.map((name) => EmailAddress(`${name}.${universe}@example.com`));

/** Where the agents have their addresses. */
export const AGENCY = 'agency.example.com';

/** The locations that each agent works in: two share the first, one works in two. */
export const AGENTS: readonly (readonly number[])[] = [[0, 1], [0], [2]];

export const LOCATIONS = 3;

/** Ann's address is a contact of two locations, Ben has two addresses, and one of them is Dot's in another location. */
export const CONTACTS: readonly { location: number; name: string; people: readonly number[] }[] = [
  { location: 0, name: 'Ann', people: [0] },
  { location: 1, name: 'Ann, elsewhere', people: [0] },
  { location: 0, name: 'Ben', people: [1, 2] },
  { location: 1, name: 'Cyd', people: [3] },
  { location: 2, name: 'Dot', people: [4, 1] },
];
