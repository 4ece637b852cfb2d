import { expect, test } from '@jest/globals';
import { readAddressBook, type WrittenContact } from '../../../shared/domain/contacts/addressBook.ts';
import { EmailAddress } from '../../../shared/domain/ids.ts';

const OWN = EmailAddress('agent@agency.example');
const rules = { own: new Set([OWN]), excluded: ['bank.example', 'boss@example.com'] };

const written = (overrides: Partial<WrittenContact> = {}): WrittenContact => ({
  id: 'people/c1',
  name: 'Ann Archer',
  givenName: 'Ann',
  familyName: 'Archer',
  emails: ['Ann@Example.com'],
  ...overrides,
});

const readOne = (overrides: Partial<WrittenContact>) => readAddressBook([written(overrides)], rules)[0];

test('a contact has its addresses in their normal form, each once, and what is none is counted', () => {
  const emails = ['Ann@Example.com', ' ann@example.COM ', 'ann', 'Ann@Home.example'];
  expect(readOne({ emails })).toEqual({
    outcome: 'contact',
    line: 1,
    name: 'Ann Archer',
    emails: ['ann@example.com', 'ann@home.example'],
    invalid: 1,
    leftOut: [],
  });
});

test.each<[string, Partial<WrittenContact>, string]>([
  ['the whole name', {}, 'Ann Archer'],
  ['what it is made of where there is no whole', { name: '' }, 'Ann Archer'],
  ['nothing where there is none', { name: ' ', givenName: '', familyName: '' }, ''],
  ['one line', { name: 'Ann\n\u001b[31mArcher' }, 'Ann [31mArcher'],
])('the name is %s', (_, overrides, name) => {
  expect(readOne(overrides)).toMatchObject({ name });
});

test.each<[string, readonly string[], object]>([
  ['no address', [], { reason: 'noAddress', leftOut: [] }],
  ['nothing that is an address', ['ann', '@'], { reason: 'noAddress', leftOut: [] }],
  ['an agent’s address alone', [OWN], { reason: 'ownAddress', leftOut: [OWN] }],
  [
    'nothing but what the location leaves out',
    ['a@sub.bank.example', 'boss@example.com'],
    { reason: 'excluded' },
  ],
])('a contact with %s is left out', (_, emails, told) => {
  expect(readOne({ emails })).toMatchObject({ outcome: 'refused', line: 1, name: 'Ann Archer', ...told });
});

test('of a contact with more addresses, the rest is taken', () => {
  expect(readOne({ emails: [OWN, 'x@bank.example', 'ann@example.com'] })).toMatchObject({
    outcome: 'contact',
    emails: ['ann@example.com'],
    leftOut: [OWN, 'x@bank.example'],
  });
});

test('a contact that is listed twice, because it was changed meanwhile, is taken as it was last', () => {
  const rows = readAddressBook([written(), written({ id: 'people/c2' }), written({ name: 'New' })], rules);
  expect(rows.map(({ line, name }) => [line, name])).toEqual([
    [1, 'New'],
    [2, 'Ann Archer'],
  ]);
});
