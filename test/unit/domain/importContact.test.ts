import { describe, expect, test } from '@jest/globals';
import {
  type ImportedContact,
  importContact,
  type SaidContact,
} from '../../../shared/domain/contacts/importContact.ts';
import { ContactId, EmailAddress, LocationId } from '../../../shared/domain/ids.ts';

const locationId = LocationId('location');
const NEW = ContactId('new');
const A = EmailAddress('a@example.com');
const B = EmailAddress('b@example.com');
const C = EmailAddress('c@example.com');

const said = (overrides: Partial<SaidContact> = {}): SaidContact => ({
  locationId,
  ghlContactId: 'g1',
  name: 'Ann',
  emails: [A],
  complete: true,
  ...overrides,
});

/** As an import has left it, unless told. */
const stored = (overrides: Partial<ImportedContact> = {}): ImportedContact => ({
  contactId: ContactId('stored'),
  locationId,
  name: 'Ann',
  emails: [A],
  ghlContactId: 'g1',
  ghl: { name: 'Ann', emails: [A] },
  ...overrides,
});
const NOBODY = { own: [], holders: [] };
const own = (contact: ImportedContact) => ({ own: [contact], holders: [contact] });
const holder = (...contacts: ImportedContact[]) => ({ own: [], holders: contacts });

test('what somebody calls a contact in their own address book names only who has no name', () => {
  const book = said({ ghlContactId: null, name: 'Annie', complete: false, nameIsFallback: true });
  expect(importContact(holder(stored()), book, NEW)).toMatchObject({ outcome: 'unchanged' });
  expect(importContact(holder(stored({ name: '' })), book, NEW)).toMatchObject({
    outcome: 'changed',
    contact: { name: 'Annie', ghlContactId: 'g1', ghl: { name: 'Ann' } },
  });
  expect(importContact(NOBODY, book, NEW)).toMatchObject({ outcome: 'created', contact: { name: 'Annie' } });
});

describe('a contact that is new', () => {
  test('is created with all its addresses, and with what GHL said', () => {
    expect(importContact(NOBODY, said({ emails: [A, B] }), NEW)).toEqual({
      outcome: 'created',
      contact: stored({ contactId: NEW, emails: [A, B], ghl: { name: 'Ann', emails: [A, B] } }),
      added: [A, B],
      conflicts: [],
    });
  });

  test('of a file says nothing of GHL', () => {
    expect(importContact(NOBODY, said({ ghlContactId: null }), NEW)).toMatchObject({
      outcome: 'created',
      contact: { ghlContactId: null, ghl: null },
    });
  });

  test('without an address is left out: no mail can ever be its', () => {
    expect(importContact(NOBODY, said({ emails: [] }), NEW)).toEqual({
      outcome: 'skipped',
      reason: 'noAddress',
      conflicts: [],
    });
  });
});

describe('a contact that is there', () => {
  test('as GHL says it: nothing is to be written', () => {
    expect(importContact(own(stored()), said(), NEW)).toMatchObject({ outcome: 'unchanged', conflicts: [] });
  });

  test.each<readonly [string, Partial<ImportedContact>, Partial<SaidContact>, Partial<ImportedContact>]>([
    ['a new name', {}, { name: 'Anna' }, { name: 'Anna', ghl: { name: 'Anna', emails: [A] } }],
    ['an address more', {}, { emails: [A, B] }, { emails: [A, B], ghl: { name: 'Ann', emails: [A, B] } }],
    ['another address', {}, { emails: [B] }, { emails: [B], ghl: { name: 'Ann', emails: [B] } }],
    ['no address any more', {}, { emails: [] }, { emails: [], ghl: { name: 'Ann', emails: [] } }],
    [
      'another address, beside the one that an agent has added',
      { emails: [A, C] },
      { emails: [B] },
      { emails: [C, B], ghl: { name: 'Ann', emails: [B] } },
    ],
    [
      'a new address, under the name that an agent has given it',
      { name: 'Mine' },
      { emails: [A, B] },
      { name: 'Mine', emails: [A, B], ghl: { name: 'Ann', emails: [A, B] } },
    ],
    [
      'an address more, but not the one that an agent has taken away',
      { emails: [] },
      { emails: [A, B] },
      { emails: [B], ghl: { name: 'Ann', emails: [A, B] } },
    ],
    ['no name: it keeps its own', {}, { name: '' }, { ghl: { name: '', emails: [A] } }],
  ])('%s', (_, before, news, after) => {
    expect(importContact(own(stored(before)), said(news), NEW)).toMatchObject({
      outcome: 'changed',
      contact: stored({ ...before, ...after }),
    });
  });

  test('and that agents have changed since stays as they left it, as long as GHL says the same', () => {
    const changed = stored({ name: 'Mine', emails: [C] });
    expect(importContact(own(changed), said(), NEW)).toMatchObject({ outcome: 'unchanged' });
  });

  test('an address that it had is not added', () => {
    expect(importContact(own(stored()), said({ emails: [A, B] }), NEW)).toMatchObject({ added: [B] });
  });
});

describe('an event that tells one address of several', () => {
  const several = stored({ emails: [A, B], ghl: { name: 'Ann', emails: [A, B] } });

  test.each([[[A]], [[B]], [[]]])('%j: takes none away', (emails) => {
    const event = said({ emails, complete: false });
    expect(importContact(own(several), event, NEW)).toMatchObject({ outcome: 'unchanged' });
  });

  test('adds one that is new, and GHL may take any of them away later', () => {
    const event = importContact(own(several), said({ emails: [C], complete: false }), NEW);
    expect(event).toMatchObject({ outcome: 'changed', contact: { emails: [A, B, C] }, added: [C] });
    if (event.outcome !== 'changed') throw new Error('It was not changed');
    expect(importContact(own(event.contact), said({ emails: [C] }), NEW)).toMatchObject({
      contact: { emails: [C], ghl: { emails: [C] } },
    });
  });
});

describe('a contact without an id of GHL’s', () => {
  const agents = stored({ contactId: ContactId('agents'), ghlContactId: null, ghl: null, name: 'Of agents' });

  test('that shares an address gets the id, the name and the new addresses', () => {
    expect(importContact(holder(agents), said({ emails: [B, A] }), NEW)).toMatchObject({
      outcome: 'changed',
      contact: { contactId: agents.contactId, ghlContactId: 'g1', name: 'Ann', emails: [A, B] },
      added: [B],
    });
  });

  test('is not taken where GHL’s id is known already', () => {
    const candidates = { own: [stored({ emails: [C] })], holders: [agents] };
    expect(importContact(candidates, said({ emails: [A, C] }), NEW)).toMatchObject({
      contact: { contactId: 'stored', emails: [C] },
      conflicts: [{ email: A, by: agents.contactId }],
    });
  });

  test('of two, the one with the first address is taken, and the other keeps its own', () => {
    const other = { ...agents, contactId: ContactId('other'), emails: [B] };
    expect(importContact(holder(other, agents), said({ emails: [A, B] }), NEW)).toMatchObject({
      contact: { contactId: agents.contactId, emails: [A] },
      conflicts: [{ email: B, by: other.contactId }],
    });
  });
});

describe('an address that another contact of GHL’s has', () => {
  const first = stored({ contactId: ContactId('first'), ghlContactId: 'g0' });

  test('stays there; the rest is saved', () => {
    expect(importContact(holder(first), said({ emails: [A, B] }), NEW)).toMatchObject({
      outcome: 'created',
      contact: { contactId: NEW, emails: [B], ghl: { emails: [B] } },
      conflicts: [{ email: A, by: first.contactId }],
    });
  });

  test('and nothing else: there is nothing to save', () => {
    expect(importContact(holder(first), said(), NEW)).toEqual({
      outcome: 'skipped',
      reason: 'taken',
      conflicts: [{ email: A, by: first.contactId }],
    });
  });

  test('is taken once that one has it no more', () => {
    const without = stored({ emails: [B], ghl: { name: 'Ann', emails: [B] } });
    const both = said({ emails: [A, B] });
    expect(importContact({ own: [without], holders: [without, first] }, both, NEW)).toMatchObject({
      outcome: 'unchanged',
    });
    expect(importContact(own(without), both, NEW)).toMatchObject({ outcome: 'changed', added: [A] });
  });
});

test('a file adds addresses to a contact of GHL’s and takes none away', () => {
  const row = said({ ghlContactId: null, complete: false, name: '', emails: [B, A] });
  expect(importContact(holder(stored()), row, NEW)).toMatchObject({
    outcome: 'changed',
    contact: stored({ emails: [A, B] }),
    added: [B],
  });
  expect(importContact(holder(stored({ emails: [A, B] })), row, NEW)).toMatchObject({ outcome: 'unchanged' });
});
