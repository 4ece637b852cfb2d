import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { HistoryId } from '../../../shared/domain/historyId.ts';
import { MailboxId } from '../../../shared/domain/ids.ts';
import type { LeaseRequest } from '../../../shared/domain/lease.ts';
import { aMailbox } from '../../support/builders.ts';
import { aLeaseRequest, aLiveMailbox, CURSOR, minutesLater, NOW, progressOf } from './scenario.ts';
import type { StoreCases } from './storeFixture.ts';

const push = (historyId: number, request: Partial<LeaseRequest> = {}) =>
  aLeaseRequest({ trigger: { reason: 'push', historyId: HistoryId.of(historyId) }, ...request });

const held = () => ({
  lease: { fence: 7, commits: 2, holder: randomUUID(), expiresAt: minutesLater(1) },
});

export const LEASE_CASES: StoreCases = {
  'a free mailbox is taken: the fence rises and no commit is counted yet': async (fixture) => {
    const { mailboxId } = await aLiveMailbox(fixture, {
      lease: { fence: 7, commits: 2, holder: null, expiresAt: null },
    });
    const request = push(101);
    const decision = await fixture.store.takeLease(mailboxId, request);
    const mailbox = await fixture.stored.mailbox(mailboxId);
    expect(decision).toEqual({ outcome: 'taken', mailbox });
    expect(mailbox).toMatchObject({
      wantedHistoryId: '101',
      lease: { fence: 8, commits: 0, holder: request.holder, expiresAt: request.expiresAt },
    });
  },

  'a holder that asks again has the lease that it has': async (fixture) => {
    const { mailboxId } = await aLiveMailbox(fixture);
    const request = aLeaseRequest();
    const first = await fixture.store.takeLease(mailboxId, request);
    expect(await fixture.store.takeLease(mailboxId, request)).toEqual(first);
    expect(await fixture.stored.mailbox(mailboxId)).toMatchObject({ lease: { fence: 1 } });
  },

  'a held mailbox is busy, and a notification is handed over to its holder': async (fixture) => {
    const { mailboxId, lease } = await aLiveMailbox(fixture, held());
    expect(await fixture.store.takeLease(mailboxId, push(101))).toMatchObject({
      outcome: 'busy',
      mailbox: { wantedHistoryId: '101' },
    });
    expect(await fixture.stored.mailbox(mailboxId)).toMatchObject({ wantedHistoryId: '101', lease });
  },

  'a held mailbox is busy, and nothing is handed over that its holder knows or need not know': async (
    fixture,
  ) => {
    const before = await aLiveMailbox(fixture, { ...held(), wantedHistoryId: HistoryId.of(102) });
    expect(await fixture.store.takeLease(before.mailboxId, push(101))).toEqual({ outcome: 'busy' });
    expect(await fixture.store.takeLease(before.mailboxId, aLeaseRequest())).toEqual({ outcome: 'busy' });
    expect(await fixture.stored.mailbox(before.mailboxId)).toEqual(before);
  },

  'a notification that the cursor has passed changes nothing': async (fixture) => {
    const before = await aLiveMailbox(fixture);
    expect(await fixture.store.takeLease(before.mailboxId, push(Number(CURSOR)))).toEqual({
      outcome: 'upToDate',
    });
    expect(await fixture.stored.mailbox(before.mailboxId)).toEqual(before);
  },

  'a lease that has expired is taken over with a higher fence': async (fixture) => {
    const { mailboxId } = await aLiveMailbox(fixture, held());
    const request = aLeaseRequest({ now: minutesLater(1), expiresAt: minutesLater(2) });
    expect(await fixture.store.takeLease(mailboxId, request)).toMatchObject({ outcome: 'taken' });
    expect(await fixture.stored.mailbox(mailboxId)).toMatchObject({
      lease: { fence: 8, commits: 0, holder: request.holder, expiresAt: minutesLater(2) },
    });
  },

  'a paused mailbox is left alone until its time': async (fixture) => {
    const until = minutesLater(1);
    const before = await aLiveMailbox(fixture, { pausedUntil: until });
    const { mailboxId } = before;
    expect(await fixture.store.takeLease(mailboxId, push(101))).toEqual({ outcome: 'paused', until });
    expect(await fixture.stored.mailbox(mailboxId)).toEqual(before);
    expect(await fixture.store.takeLease(mailboxId, push(101, { now: until }))).toMatchObject({
      outcome: 'taken',
    });
  },

  'a mailbox that does not sync is blocked, and stays as it was': async (fixture) => {
    const stopped = { since: NOW, resumes: 'live', historyId: CURSOR } as const;
    const mailboxes = [
      aMailbox({ status: 'connecting' }),
      aMailbox({ status: 'reauthRequired', ...stopped }),
      aMailbox({ status: 'disconnected', leaving: null, ...stopped }),
    ];
    for (const mailbox of mailboxes) {
      await fixture.putMailbox(mailbox);
      expect(await fixture.store.takeLease(mailbox.mailboxId, push(101))).toEqual({
        outcome: 'blocked',
        status: mailbox.status,
      });
      expect(await fixture.stored.mailbox(mailbox.mailboxId)).toEqual(mailbox);
    }
  },

  'a first sync that has stopped half way remembers what it is notified of': async (fixture) => {
    const mailbox = aMailbox({ status: 'backfilling', historyId: CURSOR, watch: { expiresAt: NOW } });
    await fixture.putMailbox(mailbox);
    const told = { ...mailbox, wantedHistoryId: HistoryId.of('101') };
    expect(await fixture.store.takeLease(mailbox.mailboxId, push(101))).toEqual({
      outcome: 'busy',
      mailbox: told,
    });
    expect(await fixture.stored.mailbox(mailbox.mailboxId)).toEqual(told);
  },

  'a mailbox that nobody has connected is unknown': async ({ store }) => {
    const nobodys = MailboxId.of(`${randomUUID()}@example.com`);
    expect(await store.takeLease(nobodys, push(101))).toEqual({ outcome: 'unknown' });
    expect(await store.readMailbox(nobodys)).toBeUndefined();
  },

  'of ten runs at once one has the lease, and is told of the highest notification': async (fixture) => {
    const { mailboxId } = await aLiveMailbox(fixture);
    const requests = Array.from({ length: 10 }, (_, index) => push(101 + index));
    const decisions = await Promise.all(requests.map((each) => fixture.store.takeLease(mailboxId, each)));
    const taker = decisions.findIndex(({ outcome }) => outcome === 'taken');
    expect(decisions.filter(({ outcome }) => outcome === 'busy')).toHaveLength(9);
    expect(await fixture.stored.mailbox(mailboxId)).toMatchObject({
      wantedHistoryId: '110',
      lease: { fence: 1, holder: requests[taker]?.holder },
    });
  },

  'a lease that is taken while the mailbox is updated undoes nothing of it': async (fixture) => {
    const { mailboxId } = await aLiveMailbox(fixture);
    const [decision] = await Promise.all([
      fixture.store.takeLease(mailboxId, aLeaseRequest()),
      fixture.store.update(mailboxId, progressOf(3, 5)),
    ]);
    expect(decision).toMatchObject({ outcome: 'taken' });
    expect(await fixture.stored.mailbox(mailboxId)).toMatchObject({
      lease: { fence: 1 },
      progress: { done: 3, total: 5, pageToken: null },
    });
  },
};
