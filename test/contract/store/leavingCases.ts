import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { disconnect, finishLeaving } from '../../../shared/domain/disconnection.ts';
import { AgentId, GmailMessageId, type LocationId, type MailboxId } from '../../../shared/domain/ids.ts';
import type { Mailbox } from '../../../shared/domain/mailbox.ts';
import type { Ingested } from '../../../shared/domain/planCommit.ts';
import type { Run } from '../../../shared/domain/run.ts';
import { everyPage } from '../../../shared/sync/everyPage.ts';
import { aMailbox } from '../../support/builders.ts';
import { aLiveMailbox, anArrival, aRun, aTenant, CURSOR, minutesLater, NOW, stores } from './scenario.ts';
import type { StoreCases, StoreFixture } from './storeFixture.ts';

const skip = (id: string): Ingested => ({
  type: 'skip',
  before: undefined,
  gmailId: GmailMessageId(id),
  reason: 'no-contact',
});

const aRecord = (minutes: number): Run => ({
  runId: randomUUID(),
  trigger: 'push',
  outcome: 'synced',
  startedAt: NOW,
  finishedAt: minutesLater(minutes),
  historyId: CURSOR,
  counts: { stored: 1, skipped: {} },
  expireAt: minutesLater(60),
});

const erasures = async (
  { store }: StoreFixture,
  mailboxId: MailboxId,
  locationIds: readonly LocationId[],
): Promise<readonly Ingested[]> =>
  [...(await store.ledgerPage(mailboxId, { limit: 100 }))].map(([gmailId, before]) => ({
    type: 'erase',
    gmailId,
    before,
    locationIds,
  }));

async function aLeavingMailbox(fixture: StoreFixture, deleteData: boolean): Promise<Mailbox> {
  const leaving = { deleteData };
  const mailbox = aMailbox({
    status: 'disconnected',
    since: NOW,
    leaving,
    resumes: 'live',
    historyId: CURSOR,
  });
  await fixture.putMailbox(mailbox);
  return mailbox;
}

export const LEAVING_CASES: StoreCases = {
  'a page of the ledger has some of it, all when there is room, and what is of a state when one is asked for':
    async (fixture) => {
      const { mailboxId } = await aLiveMailbox(fixture);
      const another = await aLiveMailbox(fixture);
      expect(await fixture.store.ledgerPage(mailboxId, { limit: 10 })).toEqual(new Map());
      const run = await aRun(fixture, { mailboxId });
      const struck = GmailMessageId('struck');
      await run.commit([
        ...['a', 'b'].map(skip),
        { type: 'strike', before: undefined, gmailId: struck, error: 'unreadable' },
      ]);
      await (await aRun(fixture, another)).commit([skip('d')]);
      expect((await fixture.store.ledgerPage(mailboxId, { limit: 2 })).size).toBe(2);
      const all = await fixture.store.ledgerPage(mailboxId, { limit: 10 });
      expect(Object.fromEntries(all)).toEqual(await fixture.stored.ledger(mailboxId));
      const ofStruck = await fixture.store.ledgerPage(mailboxId, { limit: 10, state: 'struck' });
      expect([...ofStruck.keys()]).toEqual([struck]);
      expect(all.size).toBe(3);
    },

  'a page of runs has some of them, and only earlier ones where it is asked for those': async (fixture) => {
    const { mailboxId } = await aLiveMailbox(fixture);
    const records = [1, 2, 3].map(aRecord);
    const run = await aRun(fixture, { mailboxId });
    for (const record of records) await run.commit([], { run: () => record });
    const [first, second] = records.map(({ runId }) => runId);
    const { store } = fixture;
    expect(await store.runsPage(mailboxId, { limit: 2 })).toHaveLength(2);
    expect([...(await store.runsPage(mailboxId, { limit: 9 }))].sort()).toEqual(
      records.map(({ runId }) => runId).sort(),
    );
    const before = minutesLater(3);
    expect([...(await store.runsPage(mailboxId, { limit: 9, before }))].sort()).toEqual(
      [first, second].sort(),
    );
    expect(await store.runsPage(mailboxId, { limit: 9, before: minutesLater(1) })).toEqual([]);
  },

  'a commit that erases what a mailbox brought leaves nothing of it': async (fixture) => {
    const { mailbox, contact, locationId } = await aTenant(fixture);
    const { mailboxId } = mailbox;
    const run = await aRun(fixture, mailbox);
    await run.commit([
      stores(anArrival(mailbox, contact), [contact]),
      stores(anArrival(mailbox, contact), [contact]),
      skip('a'),
    ]);
    await run.commit(await erasures(fixture, mailboxId, [contact.locationId]));
    expect(await fixture.stored.messages(locationId)).toEqual([]);
    expect(await fixture.stored.conversations(locationId)).toEqual([]);
    expect(await fixture.stored.ledger(mailboxId)).toEqual({});
    expect(await fixture.stored.mailbox(mailboxId)).toMatchObject({ counters: { stored: 0, skipped: {} } });
  },

  'a commit that erases leaves what another mailbox has, and whatever is said with the contact besides':
    async (fixture) => {
      const { mailbox, contact, locationId } = await aTenant(fixture);
      const colleague = await aLiveMailbox(fixture);
      const headers = { 'Message-ID': '<once@example.net>', To: 'both@example.net' };
      const run = await aRun(fixture, mailbox);
      await run.commit([
        stores(anArrival(mailbox, contact, { headers }), [contact]),
        stores(anArrival(mailbox, contact, { internalDate: minutesLater(5) }), [contact]),
      ]);
      const theirs = anArrival(colleague, contact, { headers });
      await (await aRun(fixture, colleague)).commit([stores(theirs, [contact])]);
      expect(await fixture.stored.conversations(locationId)).toMatchObject([{ messageCount: 2 }]);
      await run.commit(await erasures(fixture, mailbox.mailboxId, [locationId]));
      const messages = await fixture.stored.messages(locationId);
      expect(messages).toMatchObject([
        { emailMessageId: theirs.gmailId, emailThreadId: theirs.threadId, deletedAt: null },
      ]);
      expect(messages.map(({ copies }) => Object.keys(copies))).toEqual([[colleague.mailboxId]]);
      expect(await fixture.stored.conversations(locationId)).toMatchObject([
        { messageCount: 1, lastMessage: { messageId: messages[0]?.messageId } },
      ]);
    },

  'a commit that erases the last visible message keeps a conversation with deleted ones': async (fixture) => {
    const { mailbox, contact, locationId } = await aTenant(fixture);
    const colleague = await aLiveMailbox(fixture);
    const run = await aRun(fixture, mailbox);
    await run.commit([stores(anArrival(mailbox, contact), [contact])]);
    const trashed = anArrival(colleague, contact, { labelIds: ['TRASH'] });
    await (await aRun(fixture, colleague)).commit([stores(trashed, [contact])]);
    await run.commit(await erasures(fixture, mailbox.mailboxId, [locationId]));
    expect(await fixture.stored.messages(locationId)).toMatchObject([{ emailMessageId: trashed.gmailId }]);
    expect(await fixture.stored.conversations(locationId)).toMatchObject([
      { messageCount: 0, unreadCount: 0, lastMessage: null },
    ]);
  },

  'a commit that erases is carried out once': async (fixture) => {
    const { mailbox, contact } = await aTenant(fixture);
    const { mailboxId } = mailbox;
    const run = await aRun(fixture, mailbox);
    await run.commit([stores(anArrival(mailbox, contact), [contact]), skip('a')]);
    const ingested = await erasures(fixture, mailboxId, [contact.locationId]);
    const returned = await run.commit(ingested, { sequence: 2 });
    expect(await run.commit(ingested, { sequence: 2 })).toEqual(returned);
    expect(await fixture.stored.mailbox(mailboxId)).toMatchObject({ counters: { stored: 0, skipped: {} } });
  },

  'a commit that forgets leaves messages and counters as they are': async (fixture) => {
    const { mailbox, contact, locationId } = await aTenant(fixture);
    const { mailboxId } = mailbox;
    const run = await aRun(fixture, mailbox);
    const { gmailId, ...arrival } = anArrival(mailbox, contact);
    await run.commit([stores({ ...arrival, gmailId }, [contact])]);
    const messages = await fixture.stored.messages(locationId);
    await run.commit([{ type: 'forget', gmailId }]);
    expect(await fixture.stored.ledger(mailboxId)).toEqual({});
    expect(await fixture.stored.messages(locationId)).toEqual(messages);
    expect(await fixture.stored.mailbox(mailboxId)).toMatchObject({ counters: { stored: 1 } });
  },

  'a commit drops the grant and the runs that it names, under its fence': async (fixture) => {
    const to = { ...(await aLiveMailbox(fixture)), now: NOW };
    const { mailboxId } = to;
    await fixture.store.connect(to, { sealed: 'v1.k1.x', scopes: [] });
    const hanging = await aRun(fixture, { mailboxId });
    const [kept, dropped] = [aRecord(1), aRecord(2)];
    for (const record of [kept, dropped]) await hanging.commit([], { run: () => record });
    const run = await aRun(fixture, { mailboxId }, { now: minutesLater(9), expiresAt: minutesLater(10) });
    const drop = { grant: true, runs: [dropped.runId] };

    await expect(hanging.commit([], { drop })).rejects.toMatchObject({ code: 'leaseLost' });
    expect(await fixture.store.readGrant(mailboxId)).toMatchObject({ sealed: 'v1.k1.x' });
    await run.commit([], { drop });

    expect(await fixture.store.readGrant(mailboxId)).toBeUndefined();
    expect(await fixture.stored.runs(mailboxId)).toEqual([kept]);
  },

  'a mailbox that is disconnected locks its run out, and is free once that is done': async (fixture) => {
    const mailbox = await aLiveMailbox(fixture);
    const { mailboxId, uid } = mailbox;
    const hanging = await aRun(fixture, { mailboxId });
    await fixture.store.update(mailboxId, disconnect({ uid, deleteData: false, now: NOW }));
    await expect(hanging.commit([skip('a')])).rejects.toMatchObject({ code: 'leaseLost' });
    const stranger = { ...mailbox, uid: AgentId(randomUUID()), now: NOW };
    const grant = { sealed: 'v1.k1.y', scopes: [] };
    expect(await fixture.store.connect(stranger, grant)).toEqual({ outcome: 'leaving' });
    expect(await fixture.store.readGrant(mailboxId)).toBeUndefined();

    const run = await aRun(fixture, { mailboxId }, { trigger: { reason: 'disconnect' } });
    await run.commit([], { settle: finishLeaving(NOW) });

    expect(await fixture.stored.mailbox(mailboxId)).toMatchObject({ leaving: null, lease: { holder: null } });
    expect(await fixture.store.connect(stranger, grant)).toMatchObject({ outcome: 'connected' });
  },

  'mailboxes with something left to do of a disconnection are visited once each': async (fixture) => {
    await aLiveMailbox(fixture);
    const done = { status: 'disconnected', since: NOW, leaving: null, resumes: 'live' } as const;
    await fixture.putMailbox(aMailbox({ ...done, historyId: CURSOR }));
    const leaving: Mailbox[] = [];
    for (const deleteData of [true, false, true]) leaving.push(await aLeavingMailbox(fixture, deleteData));
    for (const limit of [1, 2, 3]) {
      const visited: Mailbox[] = [];
      for await (const page of everyPage<Mailbox>((from) =>
        fixture.store.leavingMailboxes({ limit, ...from }),
      )) {
        expect(page.length).toBeLessThanOrEqual(limit);
        visited.push(...page);
      }
      const byId = (a: Mailbox, b: Mailbox) => (a.mailboxId < b.mailboxId ? -1 : 1);
      expect(visited.sort(byId)).toEqual(leaving.sort(byId));
    }
  },
};
