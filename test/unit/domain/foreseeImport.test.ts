import { expect, test } from '@jest/globals';
import type { AddressBookRow } from '../../../shared/domain/contacts/addressBook.ts';
import { foreseeImport } from '../../../shared/domain/contacts/foreseeImport.ts';
import { ContactId, EmailAddress, LocationId } from '../../../shared/domain/ids.ts';
import type { Contact } from '../../../shared/domain/tenancy.ts';

const locationId = LocationId('location');
const at = (name: string) => EmailAddress(`${name}@example.com`);

const stored = (id: string, emails: string, overrides: Partial<Contact> = {}): Contact => ({
  contactId: ContactId(id),
  locationId,
  name: id,
  emails: [...emails].map(at),
  ghlContactId: null,
  ...overrides,
});

/** Rows by the letters of their addresses. */
const rows = (...books: string[]): AddressBookRow[] =>
  books.map((emails, index) => {
    const common = { line: index + 1, name: `Row ${index + 1}`, leftOut: [] };
    return emails === ''
      ? { ...common, outcome: 'refused', reason: 'noAddress' }
      : { ...common, outcome: 'contact', emails: [...emails].map(at), invalid: 0 };
  });

const foreseen = (contacts: Contact[], ...books: string[]) =>
  foreseeImport(contacts, rows(...books), locationId).map(({ row, ...told }) => told);

test('a row creates a contact, adds to the one that has an address of it, or says nothing new', () => {
  const ann = stored('ann', 'a', { ghlContactId: 'g' });
  expect(foreseen([ann], 'b', 'ac', 'a', '')).toEqual([
    { outcome: 'created', added: [at('b')], conflicts: [] },
    { outcome: 'changed', contactId: 'ann', added: [at('c')], conflicts: [] },
    { outcome: 'unchanged', contactId: 'ann', added: [], conflicts: [] },
    { outcome: 'refused', reason: 'noAddress', added: [], conflicts: [] },
  ]);
});

test('a name is taken by whoever has none, once', () => {
  expect(foreseen([stored('ann', 'a', { name: '' })], 'a', 'a')).toMatchObject([
    { outcome: 'changed', contactId: 'ann', added: [] },
    { outcome: 'unchanged', contactId: 'ann' },
  ]);
});

test('a row sees what the rows before it would have done', () => {
  expect(foreseen([stored('cid', 'c')], 'ab', 'bc', 'd', 'de', 'ce')).toEqual([
    { outcome: 'created', added: [at('a'), at('b')], conflicts: [] },
    // The first row's contact has b, and c is another's.
    { outcome: 'unchanged', added: [], conflicts: [{ email: at('c'), by: 'cid' }] },
    { outcome: 'created', added: [at('d')], conflicts: [] },
    { outcome: 'changed', added: [at('e')], conflicts: [] },
    { outcome: 'unchanged', contactId: 'cid', added: [], conflicts: [{ email: at('e'), by: 'row 3' }] },
  ]);
});

test('a hundred thousand rows are foreseen', () => {
  const many = Array.from({ length: 100_000 }, (_, index): AddressBookRow => {
    const emails = [EmailAddress(`${index}@example.com`), EmailAddress(`${index % 25_000}@shared.example`)];
    return { line: index + 1, name: 'Ann', leftOut: [], outcome: 'contact', emails, invalid: 0 };
  });
  const outcomes = foreseeImport([], many, locationId).map(({ outcome }) => outcome);
  expect(outcomes.filter((outcome) => outcome === 'created')).toHaveLength(25_000);
});
