import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { beginImport, takeImport } from '../../../shared/domain/contacts/importProgress.ts';
import type { ContactNews } from '../../../shared/domain/contacts/importWord.ts';
import { ContactId, type EmailAddress, ImportId, LocationId } from '../../../shared/domain/ids.ts';
import { aWantedLink } from '../../support/aWantedLink.ts';
import { anAddress } from '../../support/builders.ts';
import { minutesLater, NOW } from './scenario.ts';
import type { StoreCases, StoreFixture } from './storeFixture.ts';

interface Told extends Partial<Omit<ContactNews, 'said'>> {
  readonly ghlContactId?: string | null;
  readonly name?: string;
  readonly emails?: readonly EmailAddress[];
}

const newsOf = (locationId: LocationId, told: Told = {}): ContactNews => {
  const { ghlContactId = randomUUID(), name = 'Ann Archer', emails = [anAddress()], ...news } = told;
  return {
    said: { locationId, ghlContactId, name, emails, complete: true },
    deleted: false,
    at: NOW,
    seenAt: NOW,
    by: randomUUID(),
    fetchHistory: false,
    newId: ContactId(randomUUID()),
    now: NOW,
    ...news,
  };
};

async function aLinkedLocation({ store, tenants }: StoreFixture, ghlLocationId: string): Promise<LocationId> {
  const locationId = await tenants.location();
  const secret = { version: randomUUID(), sealed: randomUUID(), storedAt: NOW, endedAt: null };
  await store.linkLocation(aWantedLink({ ghlLocationId }), { locationId, kind: 'token', ...secret });
  return locationId;
}

const outcomesOf = (results: readonly { outcome: string }[]) => results.map(({ outcome }) => outcome).sort();

export const IMPORT_CASES: StoreCases = {
  'what GHL says of a contact creates it, changes it, and says nothing new the third time': async ({
    store,
    tenants,
  }) => {
    const locationId = await tenants.location();
    const [first, second] = [anAddress(), anAddress()];
    const ghlContactId = randomUUID();
    const created = newsOf(locationId, { ghlContactId, emails: [first] });
    expect(await store.applyNews(created)).toMatchObject({ outcome: 'created', contactId: created.newId });
    const changed = newsOf(locationId, { ghlContactId, name: 'Ben', emails: [second] });
    expect(await store.applyNews(changed)).toMatchObject({ outcome: 'changed', contactId: created.newId });
    expect(await store.applyNews({ ...changed, by: 'another' })).toMatchObject({ outcome: 'unchanged' });
    expect(await store.readContact(created.newId)).toEqual({
      contactId: created.newId,
      locationId,
      name: 'Ben',
      emails: [second],
      ghlContactId,
    });
  },

  'what agents have changed stays, until GHL says something else': async ({ store, tenants }) => {
    const locationId = await tenants.location();
    const news = newsOf(locationId);
    await store.applyNews(news);
    const emails = [...news.said.emails, anAddress()];
    const { newId: contactId } = news;
    await store.saveContact({ contactId, locationId, name: 'Mine', emails, isNew: false });
    expect(await store.applyNews({ ...news, by: 'another' })).toMatchObject({ outcome: 'unchanged' });
    expect(await store.readContact(contactId)).toMatchObject({ name: 'Mine', emails });
  },

  'a contact of agents that shares an address becomes GHL’s': async ({ store, tenants }) => {
    const locationId = await tenants.location();
    const { contactId, emails } = await tenants.contact(locationId);
    const news = newsOf(locationId, { emails: [anAddress(), ...emails] });
    expect(await store.applyNews(news)).toMatchObject({ outcome: 'changed', contactId });
    expect((await store.readContact(contactId))?.ghlContactId).toBe(news.said.ghlContactId);
    expect((await store.readContact(contactId))?.emails).toHaveLength(2);
  },

  'an address that another contact of the location has is told and not taken; another location’s is taken':
    async ({ store, tenants }) => {
      const [here, elsewhere] = [await tenants.location(), await tenants.location()];
      const holder = newsOf(here);
      await store.applyNews(holder);
      const [email] = holder.said.emails;
      const free = anAddress();
      const news = newsOf(here, { emails: [...holder.said.emails, free] });
      expect(await store.applyNews(news)).toMatchObject({
        outcome: 'created',
        conflicts: [{ email, by: holder.newId }],
      });
      expect(await store.readContact(news.newId)).toMatchObject({ emails: [free] });
      expect(await store.applyNews(newsOf(elsewhere, { emails: holder.said.emails }))).toMatchObject({
        outcome: 'created',
        conflicts: [],
      });
    },

  'of ten contacts that are given one address at the same moment, one has it': async ({ store, tenants }) => {
    const locationId = await tenants.location();
    const emails = [anAddress()];
    const results = await Promise.all(
      Array.from({ length: 10 }, () => store.applyNews(newsOf(locationId, { emails }))),
    );
    expect(outcomesOf(results)).toEqual(['created', ...Array(9).fill('skipped')]);
  },

  'one contact that is brought ten times at the same moment is created once': async ({ store, tenants }) => {
    const news = newsOf(await tenants.location());
    const results = await Promise.all(
      Array.from({ length: 10 }, () => store.applyNews({ ...news, by: randomUUID() })),
    );
    expect(outcomesOf(results)).toEqual(['created', ...Array(9).fill('unchanged')]);
  },

  'an event that is delivered ten times at the same moment is taken once': async ({ store, tenants }) => {
    const news = newsOf(await tenants.location(), { webhookId: randomUUID(), fetchHistory: true });
    const results = await Promise.all(Array.from({ length: 10 }, () => store.applyNews(news)));
    expect(outcomesOf(results)).toEqual(['created', ...Array(9).fill('seen')]);
    expect(results.every(({ history }) => history === 'wanted')).toBe(true);
    await store.historyQueued({ ...news.said, contactId: news.newId });
    expect(await store.applyNews(news)).toMatchObject({ outcome: 'seen', history: 'none' });
  },

  'a search that a file begins is wanted until it is queued, whatever becomes of the contact meanwhile':
    async ({ store, tenants }) => {
      const [locationId, other] = [await tenants.location(), await tenants.location()];
      const news = newsOf(locationId, { ghlContactId: null, fetchHistory: true });
      const { newId: contactId, said } = news;
      expect(await store.applyNews(news)).toMatchObject({ outcome: 'created', history: 'wanted' });
      await store.applyNews(newsOf(locationId, { ghlContactId: null }));
      const also = { ...news, fetchHistory: false, said: { ...said, name: 'Ben' } };
      expect(await store.applyNews(also)).toMatchObject({ outcome: 'changed', history: 'none' });
      await store.applyNews(newsOf(other, { ghlContactId: null, fetchHistory: true }));
      expect(await store.wantedHistories(locationId, 5)).toMatchObject([{ contactId, name: 'Ben' }]);
      for (let times = 0; times < 2; times += 1) {
        await store.historyQueued({ contactId, locationId, ghlContactId: null });
        expect(await store.wantedHistories(locationId, 5)).toEqual([]);
      }
      expect(await store.applyNews(also)).toMatchObject({ outcome: 'unchanged', history: 'none' });
    },

  'a contact that is gone has no search': async ({ store, tenants }) => {
    const locationId = await tenants.location();
    await store.historyQueued({ contactId: ContactId(randomUUID()), locationId, ghlContactId: null });
    expect(await store.wantedHistories(locationId, 5)).toEqual([]);
  },

  'a contact that is deleted at GHL is removed, and an earlier event does not bring it back': async ({
    store,
    tenants,
  }) => {
    const locationId = await tenants.location();
    const news = newsOf(locationId, { webhookId: randomUUID() });
    await store.applyNews(news);
    const event = (minute: number, more: Partial<ContactNews> = {}) =>
      store.applyNews({
        ...news,
        at: minutesLater(minute),
        seenAt: minutesLater(minute),
        webhookId: randomUUID(),
        ...more,
      });
    expect(await event(2, { deleted: true })).toMatchObject({ outcome: 'removed', contactId: news.newId });
    expect(await store.readContact(news.newId)).toBeUndefined();
    expect(await event(1)).toMatchObject({ outcome: 'outdated' });
    expect(await store.readContact(news.newId)).toBeUndefined();
    expect(await event(3)).toMatchObject({ outcome: 'created' });
    expect(await store.readContact(news.newId)).toBeDefined();
  },

  'an earlier event does not undo a later one, also if that changed nothing': async ({ store, tenants }) => {
    const news = newsOf(await tenants.location(), { webhookId: randomUUID() });
    await store.applyNews(news);
    const [at, seenAt] = [minutesLater(2), minutesLater(2)];
    const same = { ...news, at, seenAt, by: 'another', webhookId: randomUUID() };
    expect(await store.applyNews(same)).toMatchObject({ outcome: 'unchanged' });
    const late = { ...news, said: { ...news.said, name: 'Before' }, webhookId: randomUUID() };
    expect(await store.applyNews({ ...late, at: minutesLater(1), seenAt: minutesLater(1) })).toMatchObject({
      outcome: 'outdated',
    });
  },

  'a preview says what would be, and writes nothing': async ({ store, tenants }) => {
    const news = newsOf(await tenants.location(), { webhookId: randomUUID() });
    expect(await store.previewNews(news)).toMatchObject({ outcome: 'created', isNews: true });
    expect(await store.readContact(news.newId)).toBeUndefined();
    expect(await store.applyNews(news)).toMatchObject({ outcome: 'created', isNews: true });
    expect(await store.previewNews(news)).toMatchObject({ outcome: 'seen', isNews: false });
  },

  'the locations that are linked to one of GHL’s are found': async (fixture) => {
    const ghlLocationId = randomUUID();
    const ids = [
      await aLinkedLocation(fixture, ghlLocationId),
      await aLinkedLocation(fixture, ghlLocationId),
    ];
    await aLinkedLocation(fixture, randomUUID());
    await fixture.store.unlinkLocation(await aLinkedLocation(fixture, ghlLocationId));
    expect([...(await fixture.store.linkedTo(ghlLocationId))].sort()).toEqual(ids.sort());
    expect(await fixture.store.linkedTo(randomUUID())).toEqual([]);
  },

  'a location’s contacts are listed page by page': async ({ store, tenants }) => {
    const [here, elsewhere] = [await tenants.location(), await tenants.location()];
    await tenants.contact(elsewhere);
    const ids = [];
    for (let index = 0; index < 5; index += 1) ids.push((await tenants.contact(here)).contactId);
    const first = await store.contactsIn(here, { limit: 3 });
    const second = await store.contactsIn(here, { limit: 3, after: first.at(-1)?.contactId });
    expect([...first, ...second].map(({ contactId }) => contactId)).toEqual(ids.sort());
    expect(await store.contactsIn(here, { limit: 3, after: second.at(-1)?.contactId })).toEqual([]);
  },

  'of two runs that want an import at the same moment one has it': async ({ store }) => {
    const locationId = LocationId(randomUUID());
    const importId = ImportId.of(locationId);
    const request = { importId, locationId, ghlLocationId: 'theirs', history: 'new', now: NOW } as const;
    const begun = await store.changeImport(importId, (existing) => beginImport(existing, request));
    expect(await store.readImport(importId)).toEqual(begun);
    const holders = ['one', 'two'];
    const taken = await Promise.all(
      holders.map((holder) =>
        store.changeImport(importId, takeImport({ attempt: begun.attempt, holder }, NOW)),
      ),
    );
    expect(new Set(taken.map((each) => each?.lease?.holder)).size).toBe(1);
    const held = await store.readImport(importId);
    expect(await store.changeImport(importId, takeImport({ attempt: 2, holder: 'x' }, NOW))).toBeUndefined();
    expect(await store.readImport(importId)).toEqual(held);
  },
};
