import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { HistoryId } from '../../../shared/domain/historyId.ts';
import { AgentId, GmailMessageId, LocationId, MailboxId } from '../../../shared/domain/ids.ts';
import type { Contact } from '../../../shared/domain/tenancy.ts';
import { aLocation, anAddress } from '../../support/builders.ts';
import { aLiveMailbox, anArrival, aRun, aTenant, minutesLater, NOW, progressOf, stores } from './scenario.ts';
import type { StoreCases } from './storeFixture.ts';

const byId = (contacts: readonly Contact[]) =>
  [...contacts].sort((a, b) => (a.contactId < b.contactId ? -1 : 1));

export const READ_CASES: StoreCases = {
  'an agent is read with the locations that they may see': async ({ store, tenants }) => {
    const agent = await tenants.agent([await tenants.location(), await tenants.location()]);
    expect(await store.readAgent(agent.uid)).toEqual(agent);
    expect(await store.readAgent(AgentId(randomUUID()))).toBeUndefined();
  },

  'the ledger tells of the asked ids that it has, and of no other mailbox': async (fixture) => {
    const { mailbox, contact } = await aTenant(fixture);
    const other = await aLiveMailbox(fixture);
    const arrival = anArrival(mailbox, contact);
    const [unknown, skipped, notAsked] = ['unknown', 'skipped', 'not-asked'].map(GmailMessageId);
    if (!unknown || !skipped || !notAsked) throw new Error('three ids');
    const run = await aRun(fixture, mailbox);
    await run.commit([
      stores(arrival, [contact]),
      { type: 'skip', before: undefined, gmailId: skipped, reason: 'no-contact' },
      { type: 'skip', before: undefined, gmailId: notAsked, reason: 'draft' },
    ]);
    const asked = [arrival.gmailId, unknown, skipped];
    const [message] = await fixture.stored.messages(contact.locationId);
    expect([...(await fixture.store.readLedger(mailbox.mailboxId, asked))]).toEqual([
      [
        arrival.gmailId,
        { state: 'stored', messageIds: [message?.messageId], receivedAt: arrival.sentAt, at: NOW },
      ],
      [skipped, { state: 'skipped', reason: 'no-contact', at: NOW }],
    ]);
    expect((await fixture.store.readLedger(mailbox.mailboxId, [])).size).toBe(0);
    expect((await fixture.store.readLedger(other.mailboxId, asked)).size).toBe(0);
  },

  'contacts are found by any of their addresses, each once': async ({ store, tenants }) => {
    const locationId = await tenants.location();
    const emails = [anAddress('work'), anAddress('home')];
    const contact = await tenants.contact(locationId, { emails });
    await tenants.contact(locationId);
    expect(await store.findContacts([locationId], emails)).toEqual([contact]);
    expect(await store.findContacts([locationId], [anAddress(), ...emails.slice(1)])).toEqual([contact]);
  },

  'contacts of other locations than the asked are not found': async ({ store, tenants }) => {
    const [mine, also, foreign] = [
      await tenants.location(),
      await tenants.location(),
      await tenants.location(),
    ];
    const address = anAddress('shared');
    const person = { emails: [address] };
    const [first, second] = [await tenants.contact(mine, person), await tenants.contact(also, person)];
    await tenants.contact(foreign, person);
    expect(await store.findContacts([mine], [address])).toEqual([first]);
    expect(byId(await store.findContacts([mine, also], [address]))).toEqual(byId([first, second]));
  },

  'contacts are found among more addresses and locations than one query takes': async ({
    store,
    tenants,
  }) => {
    const [near, far] = [await tenants.location(), await tenants.location()];
    const strangers = Array.from({ length: 74 }, () => anAddress('stranger'));
    const others = Array.from({ length: 39 }, () => LocationId(`location-${randomUUID()}`));
    const [first, last] = [await tenants.contact(near), await tenants.contact(far)];
    const addresses = [...first.emails, ...strangers, ...last.emails];
    const both = byId([first, last]);
    expect(byId(await store.findContacts([near, far], addresses))).toEqual(both);
    expect(byId(await store.findContacts([near, ...others, far], [...first.emails, ...last.emails]))).toEqual(
      both,
    );
  },

  'no contact is found for no address, no location, or a stranger': async ({ store, tenants }) => {
    const locationId = await tenants.location();
    const { emails } = await tenants.contact(locationId);
    expect(await store.findContacts([locationId], [])).toEqual([]);
    expect(await store.findContacts([], emails)).toEqual([]);
    expect(await store.findContacts([locationId], [anAddress('stranger')])).toEqual([]);
  },

  'the settings of locations are read, those without a document left out': async ({ store, tenants }) => {
    const [first, second] = [await tenants.location('North'), await tenants.location('South')];
    const asked = [second, LocationId(`location-${randomUUID()}`), first];
    expect(await store.readLocations(asked)).toEqual([
      aLocation({ locationId: second, name: 'South' }),
      aLocation({ locationId: first, name: 'North' }),
    ]);
    expect(await store.readLocations([])).toEqual([]);
  },

  'a mailbox is read as it was written, whatever it holds': async (fixture) => {
    const written = await aLiveMailbox(fixture, {
      aliases: [anAddress('alias')],
      lease: { fence: 7, commits: 2, holder: randomUUID(), expiresAt: minutesLater(1) },
      wantedHistoryId: HistoryId.of('18446744073709551615'),
      pausedUntil: minutesLater(2),
      progress: { done: 3, total: 5, pageToken: null },
      delta: { from: HistoryId.of(100), pageToken: 'next', historyId: HistoryId.of(150), toldAt: NOW },
      recovery: {
        historyId: HistoryId.of(200),
        reachedAt: NOW,
        since: minutesLater(-60),
        startedAt: NOW,
        step: 'changes',
        hasGap: false,
        anew: { before: minutesLater(-30), leftOut: true },
      },
      lastRecoveryAt: minutesLater(-90),
      counters: { stored: 4, skipped: { 'no-contact': 2, failed: 1 } },
      lastSyncAt: minutesLater(-1),
      lastError: { code: 'unexpected', operation: 'gmail.messages.get', at: NOW },
    });
    expect(await fixture.store.readMailbox(written.mailboxId)).toEqual(written);
    expect(await fixture.store.mailboxesOf(written.uid)).toEqual([written]);
  },

  'an update is carried out on the mailbox as it is stored': async (fixture) => {
    const mailbox = await aLiveMailbox(fixture);
    const updated = { ...mailbox, progress: { done: 3, total: 5, pageToken: null } };
    expect(await fixture.store.update(mailbox.mailboxId, progressOf(3, 5))).toEqual(updated);
    expect(await fixture.store.readMailbox(mailbox.mailboxId)).toEqual(updated);
  },

  'an update of a mailbox that is not there makes none': async ({ store }) => {
    const mailboxId = MailboxId.of(anAddress());
    expect(await store.update(mailboxId, progressOf(3, 5))).toBeUndefined();
    expect(await store.readMailbox(mailboxId)).toBeUndefined();
  },

  'of updates at the same time none is lost': async (fixture) => {
    const { mailboxId } = await aLiveMailbox(fixture, { progress: { done: 0, total: 3, pageToken: null } });
    const oneMore = () =>
      fixture.store.update(mailboxId, (mailbox) => progressOf((mailbox.progress?.done ?? 0) + 1, 3)(mailbox));
    await Promise.all([oneMore(), oneMore(), oneMore()]);
    expect(await fixture.stored.mailbox(mailboxId)).toMatchObject({ progress: { done: 3, total: 3 } });
  },

  'an update that fails changes nothing': async (fixture) => {
    const before = await aLiveMailbox(fixture);
    const failing = fixture.store.update(before.mailboxId, () => {
      throw new RangeError('cannot settle');
    });
    await expect(failing).rejects.toThrow('cannot settle');
    expect(await fixture.stored.mailbox(before.mailboxId)).toEqual(before);
  },
};
