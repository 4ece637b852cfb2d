import { describe, expect, test } from '@jest/globals';
import { HistoryId } from '../../../shared/domain/historyId.ts';
import { decideLease, type SyncTrigger } from '../../../shared/domain/lease.ts';
import type { Mailbox } from '../../../shared/domain/mailbox.ts';
import { aMailbox } from '../../support/builders.ts';

const now = new Date('2026-11-22T10:00:00Z');
const later = new Date(now.getTime() + 60_000);
const earlier = new Date(now.getTime() - 1);
const push = (historyId: number): SyncTrigger => ({ reason: 'push', historyId: HistoryId.of(historyId) });
const decide = (mailbox: Mailbox, trigger: SyncTrigger) =>
  decideLease(mailbox, { holder: 'me', trigger, now, expiresAt: later });

const live = aMailbox({ status: 'live', historyId: HistoryId.of(100), watch: null });
const held = { ...live, lease: { fence: 4, commits: 2, holder: 'other', expiresAt: later } };

describe('the lease of a live mailbox', () => {
  test('is taken for a notification above the cursor, with the next fence', () => {
    expect(decide(live, push(101))).toMatchObject({
      outcome: 'taken',
      mailbox: { lease: { fence: 1, commits: 0, holder: 'me', expiresAt: later }, wantedHistoryId: '101' },
    });
  });

  test.each([100, 99])('is not taken for a notification of %d, which the cursor has passed', (id) => {
    expect(decide(live, push(id))).toEqual({ outcome: 'upToDate' });
  });

  test('is taken for a poll, whatever the cursor', () => {
    expect(decide(live, { reason: 'poll' })).toMatchObject({ outcome: 'taken' });
  });

  test('is left to its holder, who is told of a higher id', () => {
    expect(decide(held, push(101))).toMatchObject({ outcome: 'busy', mailbox: { wantedHistoryId: '101' } });
  });

  test('is left alone when the holder knows of the id: nothing is written', () => {
    expect(decide({ ...held, wantedHistoryId: HistoryId.of(101) }, push(101))).toEqual({ outcome: 'busy' });
    expect(decide(held, { reason: 'poll' })).toEqual({ outcome: 'busy' });
  });

  test('keeps the higher of the ids that it was told of', () => {
    const told = { ...held, wantedHistoryId: HistoryId.of(105) };
    expect(decide(told, push(103))).toEqual({ outcome: 'busy' });
    expect(decide(told, push(107))).toMatchObject({ mailbox: { wantedHistoryId: '107', lease: held.lease } });
    expect(decide({ ...live, wantedHistoryId: HistoryId.of(105) }, push(103))).toMatchObject({
      outcome: 'taken',
      mailbox: { wantedHistoryId: '105' },
    });
  });

  test('is told of a higher id also while the mailbox is paused', () => {
    expect(decide({ ...held, pausedUntil: later }, push(101))).toMatchObject({
      outcome: 'busy',
      mailbox: { wantedHistoryId: '101' },
    });
  });

  test('is taken over once it has expired, and the old holder is fenced off', () => {
    const expired = { ...live, lease: { fence: 4, commits: 2, holder: 'other', expiresAt: earlier } };
    expect(decide(expired, push(101))).toMatchObject({ outcome: 'taken', mailbox: { lease: { fence: 5 } } });
  });

  test('is still its own when the taking is repeated', () => {
    const own = { ...live, lease: { fence: 4, commits: 2, holder: 'me', expiresAt: later } };
    expect(decide(own, push(101))).toEqual({ outcome: 'taken', mailbox: own });
  });

  test('is not taken while the mailbox is paused', () => {
    expect(decide({ ...live, pausedUntil: later }, push(101))).toEqual({ outcome: 'paused', until: later });
    expect(decide({ ...live, pausedUntil: earlier }, push(101))).toMatchObject({ outcome: 'taken' });
  });
});

describe('the lease of a mailbox that is not live', () => {
  test.each(['connecting', 'reauthRequired', 'disconnected'] as const)(
    '%s: is not taken by a notification',
    (status) => {
      const mailbox = aMailbox(
        status === 'connecting'
          ? { status }
          : { status, since: earlier, leaving: null, resumes: 'live', historyId: HistoryId.of(100) },
      );
      expect(decide(mailbox, push(101))).toEqual({ outcome: 'blocked', status });
    },
  );

  test('is taken by the initial sync, also to resume it or to close it', () => {
    const backfilling = aMailbox({ status: 'backfilling', historyId: HistoryId.of(100), watch: null });
    expect(decide(aMailbox({ status: 'connecting' }), { reason: 'initial' })).toMatchObject({
      outcome: 'taken',
    });
    expect(decide(backfilling, { reason: 'initial' })).toMatchObject({ outcome: 'taken' });
    expect(decide(live, { reason: 'initial' })).toMatchObject({ outcome: 'taken' });
  });
});

describe('the lease of a mailbox that is disconnected', () => {
  const left = (leaving: { deleteData: boolean } | null) =>
    aMailbox({
      status: 'disconnected',
      since: earlier,
      leaving,
      resumes: 'live',
      historyId: HistoryId.of(100),
    });

  test('is taken by the job that ends the disconnection, as long as something is left to do', () => {
    expect(decide(left({ deleteData: false }), { reason: 'disconnect' })).toMatchObject({ outcome: 'taken' });
    expect(decide(left(null), { reason: 'disconnect' })).toEqual({
      outcome: 'blocked',
      status: 'disconnected',
    });
  });

  test.each(['poll', 'syncNow', 'continuation', 'initial'] as const)('is not taken by %s', (reason) => {
    expect(decide(left({ deleteData: false }), { reason })).toMatchObject({ outcome: 'blocked' });
  });

  test('is not taken by that job once the mailbox is connected again', () => {
    expect(decide(live, { reason: 'disconnect' })).toEqual({ outcome: 'blocked', status: 'live' });
  });
});
