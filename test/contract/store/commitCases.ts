import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { HistoryId } from '../../../shared/domain/historyId.ts';
import {
  ConversationId,
  GmailMessageId,
  type LocationId,
  type MailboxId,
} from '../../../shared/domain/ids.ts';
import { advanceCursor } from '../../../shared/domain/mailboxTransitions.ts';
import type { Ingested } from '../../../shared/domain/planCommit.ts';
import type { Run } from '../../../shared/domain/run.ts';
import { aMailbox } from '../../support/builders.ts';
import { aLiveMailbox, anArrival, aRun, aTenant, CURSOR, minutesLater, NOW, stores } from './scenario.ts';
import type { StoreCases, StoreFixture } from './storeFixture.ts';

const to = (historyId: number) => advanceCursor(HistoryId.of(historyId), NOW);

const skip = (id: string): Ingested => ({
  type: 'skip',
  before: undefined,
  gmailId: GmailMessageId(id),
  reason: 'no-contact',
});

const aStrike = async (
  { store }: StoreFixture,
  mailboxId: MailboxId,
  gmailId: GmailMessageId,
): Promise<Ingested> => ({
  type: 'strike',
  before: (await store.readLedger(mailboxId, [gmailId])).get(gmailId),
  gmailId,
  error: 'malformedAnswer',
});

const aRecord = (): Run => ({
  runId: randomUUID(),
  trigger: 'push',
  outcome: 'synced',
  startedAt: NOW,
  finishedAt: minutesLater(1),
  historyId: CURSOR,
  counts: { stored: 1, skipped: { 'no-contact': 1 } },
  expireAt: minutesLater(60),
});

/** Everything that a commit writes to. */
async function everything({ stored }: StoreFixture, mailboxId: MailboxId, locationId: LocationId) {
  return {
    mailbox: await stored.mailbox(mailboxId),
    ledger: await stored.ledger(mailboxId),
    runs: await stored.runs(mailboxId),
    messages: await stored.messages(locationId),
    conversations: await stored.conversations(locationId),
  };
}

export const COMMIT_CASES: StoreCases = {
  'a commit stores message, conversation, ledger, counters, run and cursor': async (fixture) => {
    const { mailbox, contact, locationId } = await aTenant(fixture);
    const run = await aRun(fixture, mailbox);
    const arrival = anArrival(mailbox, contact, { labelIds: ['INBOX', 'UNREAD'] });
    const record = aRecord();
    const returned = await run.commit([stores(arrival, [contact]), skip('b')], {
      settle: to(110),
      run: () => record,
    });
    const after = await everything(fixture, mailbox.mailboxId, locationId);
    const conversationId = ConversationId.of(locationId, contact.contactId);
    const messageId = after.messages[0]?.messageId;
    const { content, gmailId, threadId, labels, sentAt } = arrival;
    expect(returned).toEqual(after.mailbox);
    expect(after).toMatchObject({
      mailbox: {
        historyId: '110',
        counters: { stored: 1, skipped: { 'no-contact': 1 } },
        lease: { fence: run.fence, commits: 1, holder: null, expiresAt: null },
        lastSyncAt: NOW,
      },
      ledger: {
        [gmailId]: { state: 'stored', messageIds: [messageId], at: NOW },
        b: { state: 'skipped', reason: 'no-contact', at: NOW },
      },
    });
    expect(after.runs).toEqual([record]);
    expect(after.messages).toEqual([
      {
        messageId,
        locationId,
        contactIds: [contact.contactId],
        conversationIds: [conversationId],
        direction: 'inbound',
        ...content,
        sentAt,
        read: false,
        labels: ['INBOX', 'UNREAD'],
        copies: {
          [mailbox.mailboxId]: {
            gmailId,
            threadId,
            labels,
            direction: 'inbound',
            differs: false,
            deletedAt: null,
          },
        },
        emailMessageId: gmailId,
        emailThreadId: threadId,
        deletedAt: null,
      },
    ]);
    expect(after.conversations).toEqual([
      {
        conversationId,
        locationId,
        contactId: contact.contactId,
        messageCount: 1,
        unreadCount: 1,
        lastMessage: {
          messageId,
          direction: 'inbound',
          subject: 'The flat',
          snippet: content.snippet,
          sentAt,
        },
        createdAt: NOW,
        updatedAt: NOW,
      },
    ]);
  },

  'a commit within a run keeps the lease and prolongs it': async (fixture) => {
    const { mailbox } = await aTenant(fixture);
    const run = await aRun(fixture, mailbox, { holder: 'this run' });
    await run.commit([skip('a')]);
    await run.commit([skip('b')], { leaseUntil: minutesLater(9) });
    expect(await fixture.stored.mailbox(mailbox.mailboxId)).toMatchObject({
      historyId: CURSOR,
      lease: { fence: run.fence, commits: 2, holder: 'this run', expiresAt: minutesLater(9) },
    });
  },

  'a commit after the mailbox has passed to another run is refused and writes nothing': async (fixture) => {
    const { mailbox, contact, locationId } = await aTenant(fixture);
    const hanging = await aRun(fixture, mailbox);
    await aRun(fixture, mailbox, { now: minutesLater(1) });
    const before = await everything(fixture, mailbox.mailboxId, locationId);
    const late = hanging.commit([stores(anArrival(mailbox, contact), [contact])], {
      settle: to(110),
      run: aRecord,
    });
    await expect(late).rejects.toMatchObject({ code: 'leaseLost' });
    expect(await everything(fixture, mailbox.mailboxId, locationId)).toEqual(before);
  },

  'a commit to a mailbox that is not there is refused': async (fixture) => {
    const { store } = fixture;
    const { mailboxId } = aMailbox({ status: 'connecting' });
    const claim = { fence: 1, sequence: 1, now: NOW, leaseUntil: NOW };
    await expect(store.commit({ mailboxId, ...claim, ingested: [skip('a')] })).rejects.toMatchObject({
      code: 'leaseLost',
    });
    expect(await fixture.stored.ledger(mailboxId)).toEqual({});
  },

  'a commit that is repeated is carried out once': async (fixture) => {
    const { mailbox, contact, locationId } = await aTenant(fixture);
    const run = await aRun(fixture, mailbox);
    const ingested = [stores(anArrival(mailbox, contact), [contact]), skip('b')];
    const batch = { sequence: 1, settle: to(110), run: aRecord };
    const returned = await run.commit(ingested, batch);
    const before = await everything(fixture, mailbox.mailboxId, locationId);
    expect(await run.commit(ingested, { ...batch, now: minutesLater(1) })).toEqual(returned);
    expect(await everything(fixture, mailbox.mailboxId, locationId)).toEqual(before);
  },

  'a commit that reaches the store twice at the same time is carried out once': async (fixture) => {
    const { mailbox, contact, locationId } = await aTenant(fixture);
    const run = await aRun(fixture, mailbox);
    const ingested = [stores(anArrival(mailbox, contact), [contact])];
    const [first, second] = await Promise.all([
      run.commit(ingested, { sequence: 1 }),
      run.commit(ingested, { sequence: 1 }),
    ]);
    expect(first).toEqual(second);
    expect(await everything(fixture, mailbox.mailboxId, locationId)).toMatchObject({
      mailbox: { counters: { stored: 1 }, lease: { commits: 1 } },
      conversations: [{ messageCount: 1 }],
    });
  },

  'a commit of an id that was ingested meanwhile fails as a whole': async (fixture) => {
    const { mailbox, contact, locationId } = await aTenant(fixture);
    const run = await aRun(fixture, mailbox);
    const arrival = anArrival(mailbox, contact);
    await run.commit([stores(arrival, [contact])]);
    const before = await everything(fixture, mailbox.mailboxId, locationId);
    const again = [skip('b'), stores(anArrival(mailbox, contact), [contact]), stores(arrival, [contact])];
    await expect(run.commit(again, { settle: to(110), run: aRecord })).rejects.toMatchObject({
      code: 'ledgerMoved',
    });
    expect(await everything(fixture, mailbox.mailboxId, locationId)).toEqual(before);
  },

  'a commit that has a new id twice fails as a whole': async (fixture) => {
    const { mailbox } = await aTenant(fixture);
    const run = await aRun(fixture, mailbox);
    await expect(run.commit([skip('b'), skip('a'), skip('a')])).rejects.toThrow();
    expect(await fixture.stored.ledger(mailbox.mailboxId)).toEqual({});
  },

  'a commit whose mailbox cannot be settled writes nothing': async (fixture) => {
    const { mailbox, contact, locationId } = await aTenant(fixture);
    const run = await aRun(fixture, mailbox);
    const before = await everything(fixture, mailbox.mailboxId, locationId);
    const failing = run.commit([stores(anArrival(mailbox, contact), [contact])], {
      settle: () => {
        throw new RangeError('cannot settle');
      },
    });
    await expect(failing).rejects.toThrow('cannot settle');
    expect(await everything(fixture, mailbox.mailboxId, locationId)).toEqual(before);
  },

  'a commit never moves the cursor back': async (fixture) => {
    const { mailboxId } = await aLiveMailbox(fixture);
    await (await aRun(fixture, { mailboxId })).commit([], { settle: to(110) });
    await (await aRun(fixture, { mailboxId })).commit([], { settle: to(105) });
    expect(await fixture.stored.mailbox(mailboxId)).toMatchObject({ historyId: '110', lease: { fence: 2 } });
  },

  'a commit that replaces a ledger entry moves the counters': async (fixture) => {
    const { mailbox, contact } = await aTenant(fixture);
    const { mailboxId } = mailbox;
    const run = await aRun(fixture, mailbox);
    const arrival = anArrival(mailbox, contact);
    await run.commit([skip(arrival.gmailId), skip('b')]);
    const before = (await fixture.store.readLedger(mailboxId, [arrival.gmailId])).get(arrival.gmailId);
    await run.commit([stores(arrival, [contact], before)]);
    expect(await fixture.stored.mailbox(mailboxId)).toMatchObject({
      counters: { stored: 1, skipped: { 'no-contact': 1 } },
    });
    expect(await fixture.stored.ledger(mailboxId)).toMatchObject({
      [arrival.gmailId]: { state: 'stored' },
      b: { state: 'skipped' },
    });
  },

  'a message that cannot be read is struck, and counts once the third strike has made it fail': async (
    fixture,
  ) => {
    const { mailbox } = await aTenant(fixture);
    const { mailboxId } = mailbox;
    const gmailId = GmailMessageId('broken');
    const run = await aRun(fixture, mailbox);
    for (const strikes of [1, 2]) {
      await run.commit([await aStrike(fixture, mailboxId, gmailId)]);
      expect(await fixture.stored.ledger(mailboxId)).toEqual({
        broken: { state: 'struck', strikes, error: 'malformedAnswer', at: NOW },
      });
    }
    expect((await fixture.stored.mailbox(mailboxId)).counters).toEqual({ stored: 0, skipped: {} });
    await run.commit([await aStrike(fixture, mailboxId, gmailId)]);
    expect(await fixture.stored.ledger(mailboxId)).toEqual({
      broken: { state: 'skipped', reason: 'failed', error: 'malformedAnswer', at: NOW },
    });
    expect((await fixture.stored.mailbox(mailboxId)).counters).toEqual({ stored: 0, skipped: { failed: 1 } });
  },

  'the runs of a mailbox are recorded from the mailbox as the commit leaves it': async (fixture) => {
    const { mailbox } = await aTenant(fixture);
    const run = await aRun(fixture, mailbox);
    await run.commit([], { run: () => ({ ...aRecord(), outcome: 'paused' }) });
    await run.commit([skip('a')], {
      settle: to(110),
      run: ({ counters, ...settled }) => ({
        ...aRecord(),
        counts: counters,
        historyId: 'historyId' in settled ? settled.historyId : null,
      }),
    });
    const runs = await fixture.stored.runs(mailbox.mailboxId);
    expect(runs.filter(({ outcome }) => outcome === 'paused')).toHaveLength(1);
    expect(runs.filter(({ outcome }) => outcome === 'synced')).toMatchObject([
      { historyId: '110', counts: { stored: 0, skipped: { 'no-contact': 1 } } },
    ]);
  },
};
