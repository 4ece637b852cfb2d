import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import {
  type ContactId,
  GmailThreadId,
  LocationId,
  MessageId,
  OutboxEntryId,
} from '../../../shared/domain/ids.ts';
import type {
  LogDecision,
  OpenEntry,
  OutboxEntry,
  PendingEntry,
} from '../../../shared/domain/outbox/outbox.ts';
import { claimed, done, failed, unclaimed } from '../../../shared/domain/outbox/outboxTransitions.ts';
import type { Ingested } from '../../../shared/domain/planCommit.ts';
import type { EntryPlace, OutboxStore } from '../../../shared/ports/stores/outboxStore.ts';
import type { Seen } from '../../../shared/ports/stores/seen.ts';
import { everyPage } from '../../../shared/sync/everyPage.ts';
import { anArrival, aRun, aTenant, NOW, stores } from './scenario.ts';
import type { StoreCases, StoreFixture } from './storeFixture.ts';

const logging = (item: Ingested, log: LogDecision): Ingested =>
  item.type === 'store'
    ? { ...item, destinations: item.destinations.map((destination) => ({ ...destination, log })) }
    : item;

/** A tenant whose mailbox has received so many mails that are to be logged, the last one first. */
async function anOutbox(fixture: StoreFixture, mails: number) {
  const tenant = await aTenant(fixture);
  const run = await aRun(fixture, tenant.mailbox);
  const arrivals = Array.from({ length: mails }, (_, index) =>
    anArrival(tenant.mailbox, tenant.contact, { internalDate: new Date(NOW.getTime() - index * 60_000) }),
  );
  await run.commit(arrivals.map((arrival) => logging(stores(arrival, [tenant.contact]), 'pending')));
  return { ...tenant, run, arrivals };
}

const openOf = async (store: OutboxStore, id: LocationId) =>
  (await store.openEntries(id, { limit: 100 })).items;

function pending(seen: Seen<OpenEntry> | undefined): Seen<PendingEntry> {
  if (seen?.document.state !== 'pending') throw new Error('It is not pending');
  return { document: seen.document, version: seen.version };
}

const claimOf = (entry: PendingEntry, id: string = randomUUID()) =>
  claimed(entry, { id, ghlConversationId: 'c', now: NOW });

const END = { now: NOW, maxAgeDays: 30 };
const logged = (ghlEmailId: string) => ({ ghlMessageId: 'm', ghlConversationId: 'c', ghlEmailId });

export const OUTBOX_CASES: StoreCases = {
  'a message that is new to a contact has an entry with it, and its second copy none': async (fixture) => {
    const { store } = fixture;
    const { locationId, contact, run, arrivals } = await anOutbox(fixture, 1);
    const [entry] = await openOf(store, locationId);
    expect(entry?.document).toMatchObject({
      locationId,
      contactId: contact.contactId,
      threadId: arrivals[0]?.threadId,
      sentAt: arrivals[0]?.sentAt,
      createdAt: NOW,
      state: 'pending',
      attempts: 0,
      nextAttemptAt: NOW,
      lastError: null,
    });
    expect(await store.readMail(entry?.document.messageId ?? MessageId(''))).toMatchObject({ locationId });
    const { mailbox } = await aTenant(fixture);
    const other = await aRun(fixture, mailbox);
    const copy = { ...(arrivals[0] ?? anArrival(mailbox, contact)) };
    await other.commit([logging(stores(copy, [contact]), 'pending')]);
    expect(await openOf(store, locationId)).toEqual([entry]);
    expect(run.fence).toBe(1);
  },

  'a contact that a message gets later has an entry of its own': async (fixture) => {
    const { store, tenants } = fixture;
    const { locationId, contact, mailbox } = await aTenant(fixture);
    const second = await tenants.contact(locationId);
    const run = await aRun(fixture, mailbox);
    const arrival = anArrival(mailbox, contact, { headers: { Cc: second.emails[0] ?? '' } });
    await run.commit([logging(stores(arrival, [contact]), 'pending')]);
    const before = await fixture.stored.ledger(mailbox.mailboxId);
    const again = stores(arrival, [contact, second], before[arrival.gmailId]);
    await run.commit([logging(again, { skipped: 'history' })]);
    const ids = ({ contactId }: { contactId: ContactId }) => contactId;
    expect((await openOf(store, locationId)).map(({ document }) => ids(document))).toEqual([
      contact.contactId,
    ]);
    const [message] = await fixture.stored.messages(locationId);
    const id = OutboxEntryId.of(message?.messageId ?? MessageId(''), second.contactId);
    expect(await store.readEntry(id)).toMatchObject({ state: 'skipped', reason: 'history' });
  },

  'without a link there is no entry': async (fixture) => {
    const { locationId, contact, mailbox } = await aTenant(fixture);
    const run = await aRun(fixture, mailbox);
    await run.commit([stores(anArrival(mailbox, contact), [contact])]);
    expect(await openOf(fixture.store, locationId)).toEqual([]);
  },

  'an erased message takes with it what was not logged, and leaves what was': async (fixture) => {
    const { store } = fixture;
    const { locationId, mailbox, run, arrivals, contact } = await anOutbox(fixture, 2);
    const [first] = await openOf(store, locationId);
    const entry = pending(first);
    const taken = await store.replaceEntry(entry, claimOf(entry.document));
    if (taken) await store.replaceEntry(taken, done(taken.document, logged('e'), END));
    const ledger = await fixture.stored.ledger(mailbox.mailboxId);
    const linkedIds = [locationId];
    await run.commit(
      arrivals.flatMap(({ gmailId }): readonly Ingested[] => {
        const before = ledger[gmailId];
        return before ? [{ type: 'erase', gmailId, before, locationIds: [locationId], linkedIds }] : [];
      }),
    );
    expect(await openOf(store, locationId)).toEqual([]);
    expect(await store.readEntry(entry.document.entryId)).toMatchObject({ state: 'done' });
    await run.commit(arrivals.map((arrival) => logging(stores(arrival, [contact]), 'pending')));
    expect(await openOf(store, locationId)).toHaveLength(1);
  },

  'open entries come oldest mail first, page by page': async (fixture) => {
    const { store } = fixture;
    const { locationId } = await anOutbox(fixture, 3);
    const all = await openOf(store, locationId);
    const times = all.map(({ document }) => document.sentAt.getTime());
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    const { items: first, next } = await store.openEntries(locationId, { limit: 1 });
    expect(first).toEqual(all.slice(0, 1));
    const rest = await store.openEntries(locationId, { limit: 5, ...(next && { after: next }) });
    expect(rest).toEqual({ items: all.slice(1), next: null });
    const [oldest] = all;
    const behind = await store.openEntries(locationId, {
      limit: 5,
      ...(oldest && { after: oldest.document }),
    });
    expect(behind).toEqual(rest);
    expect(await openOf(store, LocationId(randomUUID()))).toEqual([]);
  },

  'entries that cannot be read are left out, and never end a listing': async (fixture) => {
    const { store } = fixture;
    const { locationId } = await anOutbox(fixture, 5);
    const all = (await openOf(store, locationId)).map(({ document }) => document);
    for (const { entryId } of all.slice(1, 4)) await fixture.spoilEntry(entryId);
    const readable = [all[0]?.entryId, all[4]?.entryId];
    for (const limit of [1, 2, 3]) {
      const listed: OutboxEntryId[] = [];
      for await (const page of everyPage<Seen<OpenEntry>, EntryPlace>((from) =>
        store.openEntries(locationId, { limit, ...from }),
      ))
        listed.push(...page.map(({ document }) => document.entryId));
      expect(listed).toEqual(readable);
      const inStates: OutboxEntryId[] = [];
      for await (const page of everyPage<OutboxEntry, EntryPlace>((from) =>
        store.entriesIn(locationId, { states: ['pending'], limit, ...from }),
      ))
        inStates.push(...page.map(({ entryId }) => entryId));
      expect(inStates).toEqual(readable);
    }
  },

  'of many who claim an entry at the same time one has it': async (fixture) => {
    const { store } = fixture;
    const { locationId } = await anOutbox(fixture, 1);
    const entry = pending((await openOf(store, locationId))[0]);
    const claims = await Promise.all(
      Array.from({ length: 5 }, () => store.replaceEntry(entry, claimOf(entry.document))),
    );
    const won = claims.filter((claim) => claim !== undefined);
    expect(won).toHaveLength(1);
    expect(await openOf(store, locationId)).toEqual(won);
  },

  'a claim that is repeated is the same claim, and what it replaced leaves nothing behind': async (
    fixture,
  ) => {
    const { store } = fixture;
    const { locationId } = await anOutbox(fixture, 1);
    const entry = pending((await openOf(store, locationId))[0]);
    const claim = claimOf(entry.document);
    const taken = await store.replaceEntry(entry, claim);
    expect(await store.replaceEntry(entry, claim)).toEqual(taken);
    if (!taken) throw new Error('It was not taken');
    const free = await store.replaceEntry(taken, unclaimed(claim, NOW));
    expect(await openOf(store, locationId)).toEqual([free]);
    expect(await store.replaceEntry(taken, done(claim, logged('e'), END))).toBeUndefined();
    expect(await store.readEntry(entry.document.entryId)).toEqual(entry.document);
  },

  'the last logged email of a thread is the one that was sent last': async (fixture) => {
    const { store } = fixture;
    const { locationId, contact } = await anOutbox(fixture, 1);
    const entry = pending((await openOf(store, locationId))[0]);
    const thread = { contactId: contact.contactId, threadId: entry.document.threadId };
    expect(await store.lastLogged(thread)).toBeUndefined();
    await store.replaceEntry(entry, done(entry.document, logged('e'), END));
    expect(await store.lastLogged(thread)).toMatchObject({ ghlEmailId: 'e', sentAt: entry.document.sentAt });
    expect(await store.lastLogged({ ...thread, threadId: GmailThreadId('other') })).toBeUndefined();
    expect(await openOf(store, locationId)).toEqual([]);
  },

  'locations with something to log are found, each once, past all else that they have': async (fixture) => {
    const { store } = fixture;
    const ids: LocationId[] = [];
    for (let count = 0; count < 3; count += 1) ids.push((await anOutbox(fixture, 2)).locationId);
    ids.sort();
    expect(await store.locationsToRelay({ limit: 10 })).toEqual(ids);
    expect(await store.locationsToRelay({ limit: 2 })).toEqual(ids.slice(0, 2));
    const [first] = ids;
    expect(await store.locationsToRelay({ limit: 5, ...(first && { after: first }) })).toEqual(ids.slice(1));
  },

  'what waits and what has failed is counted, and a retry has it wait again': async (fixture) => {
    const { store } = fixture;
    const { locationId } = await anOutbox(fixture, 3);
    const [first, second] = await openOf(store, locationId);
    const broken = pending(first);
    const error = { code: 'invalidRequest', operation: 'ghl', at: NOW } as const;
    await store.replaceEntry(broken, failed(broken.document, 'refused', error));
    expect(await store.outboxOf(locationId)).toEqual({
      pending: 2,
      oldestPendingAt: second?.document.sentAt,
      failed: { refused: 1 },
    });
    expect(await store.entriesIn(locationId, { states: ['failed'], limit: 5 })).toMatchObject({
      items: [{ entryId: broken.document.entryId, reason: 'refused', lastError: error }],
    });
    const both = { states: ['failed', 'pending'] as const };
    const { items } = await store.entriesIn(locationId, { ...both, limit: 5 });
    const [eldest, ...younger] = items;
    expect([eldest, ...younger].map((entry) => entry?.state)).toEqual(['failed', 'pending', 'pending']);
    const next = await store.entriesIn(locationId, { ...both, limit: 1, ...(eldest && { after: eldest }) });
    expect(next.items).toEqual(younger.slice(0, 1));
    expect(await store.retryEntry(broken.document.entryId, NOW)).toMatchObject({ state: 'pending' });
    expect(await store.outboxOf(locationId)).toMatchObject({ pending: 3, failed: {} });
    expect(await store.retryEntry(OutboxEntryId(randomUUID()), NOW)).toBeUndefined();
  },
};
