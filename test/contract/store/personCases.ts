import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { ContactId, ConversationId, EmailAddress } from '../../../shared/domain/ids.ts';
import type { Contact } from '../../../shared/domain/tenancy.ts';
import { RECORD_KINDS, type RecordKind } from '../../../shared/ports/persons.ts';
import { anOldConversation } from '../../support/merging/oldConversations.ts';
import { aPerson } from '../../support/persons/aPerson.ts';
import { minutesLater } from './scenario.ts';
import type { StoreCases, StoreFixture } from './storeFixture.ts';

const LATER = minutesLater(5);
const ALL = { limit: 100 };

const idsOf = async ({ store }: StoreFixture, person: Contact, kind: RecordKind) =>
  (await store.recordsOf(person, kind, ALL)).map(({ id }) => id);

async function everythingOf(fixture: StoreFixture, person: Contact) {
  const found = await Promise.all(RECORD_KINDS.map((kind) => idsOf(fixture, person, kind)));
  return Object.fromEntries(RECORD_KINDS.map((kind, index) => [kind, found[index]?.length]));
}

export const PERSON_CASES: StoreCases = {
  'a person is found by id, and by an address in their location alone': async (fixture) => {
    const { store } = fixture;
    const { person, locationId } = await aPerson(fixture);
    const [address = EmailAddress('')] = person.emails;
    expect(await store.findPerson(person.contactId)).toMatchObject(person);
    expect(await store.findPerson(ContactId(randomUUID()))).toBeUndefined();
    expect(await store.personsWith(locationId, address)).toHaveLength(1);
    expect(await store.personsWith(await fixture.tenants.location(), address)).toEqual([]);
  },

  'all that is stored of a person is given out, page by page': async (fixture) => {
    const { store } = fixture;
    const { person, other } = await aPerson(fixture);
    const counts = { contact: 1, conversation: 1, message: 4, outbox: 4, historyFetch: 1, ghlWord: 0 };
    expect(await everythingOf(fixture, person)).toEqual(counts);
    expect(await everythingOf(fixture, other)).toMatchObject({ message: 2, outbox: 2, historyFetch: 0 });
    const [contact] = await store.recordsOf(person, 'contact', ALL);
    expect(contact?.fields).toMatchObject({ name: person.name, emails: person.emails });
    const ids = await idsOf(fixture, person, 'message');
    expect(ids).toEqual([...ids].sort());
    const after = await store.recordsOf(person, 'message', { limit: 2, after: ids[1] });
    expect(after.map(({ id }) => id)).toEqual(ids.slice(2));
    expect(await store.messagesOf(person, { limit: 3 })).toEqual(ids.slice(0, 3));
    expect(await store.recordsOf(person, 'contact', { limit: 1, after: person.contactId })).toEqual([]);
    const [message] = await store.recordsOf(person, 'message', ALL);
    expect(message?.fields).toMatchObject({ sentAt: expect.any(Date), contactIds: expect.any(Array) });
  },

  'of a person whose erasure has begun no mail is matched, and they are found to go on with it': async (
    fixture,
  ) => {
    const { store } = fixture;
    const { person, other, locationId } = await aPerson(fixture);
    const addresses = [...person.emails, ...other.emails];
    expect(await store.findContacts([locationId], addresses)).toHaveLength(2);
    expect(await store.beginErasure(person.contactId)).toBe(true);
    expect(await store.beginErasure(person.contactId)).toBe(true);
    expect(await store.findContacts([locationId], addresses)).toMatchObject([{ contactId: other.contactId }]);
    expect(await store.findPerson(person.contactId)).toMatchObject(person);
    expect(await store.personsWith(locationId, person.emails[0] ?? EmailAddress(''))).toHaveLength(1);
    expect(await store.beginErasure(ContactId(randomUUID()))).toBe(false);
  },

  'a message goes where it was theirs alone, and every mailbox says that nobody in it is a contact': async (
    fixture,
  ) => {
    const { store, stored } = fixture;
    const { person, other, locationId, first, second, arrivals, shared, others } = await aPerson(fixture);
    const ids = await store.messagesOf(person, ALL);
    expect(await store.eraseMessages(person, ids, LATER)).toEqual({ removed: 3, kept: 1, left: [] });
    const messages = await stored.messages(locationId);
    expect(messages.map(({ contactIds }) => contactIds)).toEqual([[other.contactId], [other.contactId]]);
    const conversationId = ConversationId.of(locationId, other.contactId);
    expect(messages.map(({ conversationIds }) => conversationIds)).toEqual([
      [conversationId],
      [conversationId],
    ]);

    const gone = { state: 'skipped', reason: 'no-contact', at: LATER };
    const ledger = await stored.ledger(first.mailboxId);
    for (const { gmailId } of arrivals) expect(ledger[gmailId]).toEqual(gone);
    expect(ledger[shared.gmailId]).toMatchObject({ state: 'stored' });
    expect(ledger[others.gmailId]).toMatchObject({ state: 'stored' });
    expect(await stored.ledger(second.mailboxId)).toEqual({ [others.gmailId]: gone });
    const countersOf = async ({ mailboxId }: typeof first) => (await stored.mailbox(mailboxId)).counters;
    expect(await countersOf(first)).toEqual({ stored: 2, skipped: { 'no-contact': 3 } });
    expect(await countersOf(second)).toEqual({ stored: 0, skipped: { 'no-contact': 1 } });

    expect(await idsOf(fixture, person, 'outbox')).toEqual([]);
    expect(await idsOf(fixture, other, 'outbox')).toHaveLength(2);
    expect(await store.eraseMessages(person, ids, LATER)).toMatchObject({ removed: 0, kept: 0 });
    expect(await countersOf(first)).toEqual({ stored: 2, skipped: { 'no-contact': 3 } });
  },

  'an old conversation of theirs is left by what stays': async (fixture) => {
    const { store, stored } = fixture;
    const { person, other, locationId, shared } = await aPerson(fixture, { alone: 0 });
    const old = anOldConversation(person);
    await fixture.putConversation(old);
    const [message] = (await stored.messages(locationId)).filter(
      ({ emailMessageId }) => emailMessageId === shared.gmailId,
    );
    if (!message) throw new Error('It is not stored');
    const own = ConversationId.of(locationId, other.contactId);
    await fixture.putMessage({ ...message, conversationIds: [old.conversationId, own] });
    await store.eraseMessages(person, [message.messageId], LATER);
    expect((await stored.messages(locationId)).flatMap(({ conversationIds }) => conversationIds)).toEqual([
      own,
      own,
    ]);
    expect(await store.finishErasure(person, LATER)).toBe('erased');
    expect(await store.findConversation(old.conversationId)).toBeUndefined();
  },

  'the contact goes once no message is theirs, with conversation, searches and what was to be logged': async (
    fixture,
  ) => {
    const { store } = fixture;
    const { person, other, jobId } = await aPerson(fixture);
    expect(await store.finishErasure(person, LATER)).toBe('more');
    expect(await store.findPerson(person.contactId)).toBeDefined();
    await store.eraseMessages(person, await store.messagesOf(person, ALL), LATER);
    expect(await store.finishErasure(person, LATER)).toBe('erased');
    expect(Object.values(await everythingOf(fixture, person)).every((count) => count === 0)).toBe(true);
    expect(await store.readFetch(jobId)).toBeUndefined();
    expect(await everythingOf(fixture, other)).toMatchObject({ contact: 1, conversation: 1, message: 2 });
    expect(await store.finishErasure(person, LATER)).toBe('erased');
  },

  'what GHL said of them before does not bring them back': async (fixture) => {
    const { store } = fixture;
    const locationId = await fixture.tenants.location();
    const said = {
      locationId,
      ghlContactId: 'ghl-1',
      complete: true,
      name: 'Ann',
      emails: [EmailAddress('ann@example.com')],
    };
    const news = (at: Date) => ({
      said,
      deleted: false,
      at,
      seenAt: at,
      by: randomUUID(),
      fetchHistory: false,
      newId: ContactId(randomUUID()),
      now: at,
    });
    const { contactId = ContactId('') } = await store.applyNews(news(minutesLater(1)));
    const person = await store.findPerson(contactId);
    if (!person) throw new Error('There is no contact');
    expect(await idsOf(fixture, person, 'ghlWord')).toHaveLength(1);
    await store.finishErasure(person, LATER);
    expect(await store.applyNews(news(minutesLater(2)))).toMatchObject({ outcome: 'outdated' });
    expect(await store.findPerson(contactId)).toBeUndefined();
    expect(await store.applyNews(news(minutesLater(9)))).toMatchObject({ outcome: 'created' });
  },
};
