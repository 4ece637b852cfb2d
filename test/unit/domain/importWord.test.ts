import { describe, expect, test } from '@jest/globals';
import type { ImportedContact } from '../../../shared/domain/contacts/importContact.ts';
import {
  type ContactNews,
  type LastWord,
  planNews,
  type StoredNews,
} from '../../../shared/domain/contacts/importWord.ts';
import { ContactId, EmailAddress, LocationId } from '../../../shared/domain/ids.ts';

const locationId = LocationId('location');
const email = EmailAddress('a@example.com');
const at = (minute: number) => new Date(Date.UTC(2026, 10, 2, 10, minute));

const news = (overrides: Partial<ContactNews> = {}): ContactNews => ({
  said: { locationId, ghlContactId: 'g1', name: 'Ann', emails: [email], complete: true },
  deleted: false,
  at: at(10),
  seenAt: at(10),
  by: 'event',
  fetchHistory: true,
  newId: ContactId('new'),
  now: at(11),
  webhookId: 'event',
  ...overrides,
});

const contact: ImportedContact = {
  contactId: ContactId('stored'),
  locationId,
  name: 'Ann',
  emails: [email],
  ghlContactId: 'g1',
  ghl: { name: 'Ann', emails: [email] },
};

const word = (overrides: Partial<LastWord> = {}): LastWord => ({
  at: at(5),
  deleted: false,
  by: 'before',
  outcome: 'created',
  history: 'none',
  expireAt: at(59),
  ...overrides,
});

const stored = (overrides: Partial<StoredNews> = {}): StoredNews => ({
  seen: false,
  word: undefined,
  own: [],
  holders: [],
  ...overrides,
});
const known = { own: [contact], holders: [contact] };

describe('news that come late', () => {
  test('change nothing where a later word is known', () => {
    const plan = planNews(stored({ ...known, word: word({ at: at(20) }) }), news());
    expect(plan).toEqual({
      result: {
        outcome: 'outdated',
        contactId: contact.contactId,
        conflicts: [],
        history: 'none',
        isNews: false,
      },
    });
  });

  test('do not bring back what was deleted, whatever time they name', () => {
    const deleted = word({ deleted: true, at: at(20) });
    const late = news({ at: at(30), seenAt: at(19) });
    expect(planNews(stored({ word: deleted }), late)).toMatchObject({ result: { outcome: 'outdated' } });
  });

  test('a contact that was deleted and is seen later is there again, although it was not changed', () => {
    const deleted = word({ deleted: true, at: at(20) });
    const restored = news({ at: at(1), seenAt: at(21) });
    expect(planNews(stored({ word: deleted }), restored)).toMatchObject({
      result: { outcome: 'created' },
      save: { contactId: 'new' },
    });
  });

  test('a deletion from before it was seen last removes nothing', () => {
    const deletion = news({ deleted: true, seenAt: at(4) });
    expect(planNews(stored({ ...known, word: word() }), deletion).remove).toBeUndefined();
  });
});

describe('an event', () => {
  test('that has come before changes nothing', () => {
    const plan = planNews(stored({ ...known, seen: true }), news({ deleted: true }));
    expect(plan).toEqual({
      result: {
        outcome: 'seen',
        contactId: contact.contactId,
        conflicts: [],
        history: 'none',
        isNews: false,
      },
    });
  });

  test('that has come before tells of the search that is still to be queued', () => {
    const plan = planNews(stored({ ...known, seen: true, word: word({ history: 'wanted' }) }), news());
    expect(plan.result).toMatchObject({ outcome: 'seen', history: 'wanted' });
  });

  test('that changes nothing is known all the same: an earlier one may follow', () => {
    const plan = planNews(stored(known), news());
    expect(plan).toMatchObject({ result: { outcome: 'unchanged' }, word: { at: at(10), deleted: false } });
    expect(plan.save).toBeUndefined();
  });

  test('of a deletion removes the contact, and is known where there was none', () => {
    const deletion = news({ deleted: true });
    expect(planNews(stored(known), deletion)).toMatchObject({
      result: { outcome: 'removed' },
      remove: [contact.contactId],
      word: { deleted: true, at: at(10) },
    });
    expect(planNews(stored(), deletion)).toMatchObject({
      result: { outcome: 'unchanged' },
      remove: [],
      word: { deleted: true },
    });
  });

  test('of a deletion leaves a contact that only has the same address', () => {
    const plan = planNews(stored({ holders: [{ ...contact, ghlContactId: null }] }), news({ deleted: true }));
    expect(plan.remove).toEqual([]);
  });
});

describe('an import', () => {
  const { webhookId: _, ...ofEvent } = news();
  const ofImport = { ...ofEvent, by: 'import:1' };

  test('writes nothing for what has not changed', () => {
    const plan = planNews(stored({ ...known, word: word() }), ofImport);
    expect(plan).toEqual({
      result: {
        outcome: 'unchanged',
        contactId: contact.contactId,
        conflicts: [],
        history: 'none',
        isNews: false,
      },
    });
  });

  test('that does a page again counts what it had made of it', () => {
    const before = word({ by: 'import:1', outcome: 'created', history: 'queued' });
    const plan = planNews(stored({ ...known, word: before }), ofImport);
    expect(plan.result).toMatchObject({ outcome: 'created', history: 'queued' });
    expect(plan.save).toBeUndefined();
  });

  test('wants a new address searched for only if it is to', () => {
    expect(planNews(stored(), ofImport).result.history).toBe('wanted');
    expect(planNews(stored(), { ...ofImport, fetchHistory: false }).result.history).toBe('none');
  });

  test('keeps the wish for a search that nobody has queued yet', () => {
    const plan = planNews(stored({ ...known, word: word({ history: 'wanted' }) }), {
      ...ofImport,
      fetchHistory: false,
      said: { ...ofImport.said, name: 'Anna' },
    });
    expect(plan).toMatchObject({ result: { history: 'wanted' }, word: { history: 'wanted' } });
  });
});
