import { describe, expect, test } from '@jest/globals';
import { HistoryId } from '../../../shared/domain/historyId.ts';
import type { Mailbox } from '../../../shared/domain/mailbox.ts';
import { advanceCursor, isCommitted } from '../../../shared/domain/mailboxTransitions.ts';
import { beginRecovery, mayRecover, nextRecoveryStep } from '../../../shared/domain/recovery.ts';
import { beginResync } from '../../../shared/domain/resync.ts';
import { SyncError } from '../../../shared/domain/syncError.ts';
import { aMailbox } from '../../support/builders.ts';

const cursor = HistoryId.of(100);
const [ahead, pinned] = [HistoryId.of(600), HistoryId.of(900)];
const at = (hours: number) => new Date(Date.UTC(2026, 10, 20) + hours * 3_600_000);
const held = { fence: 4, commits: 2, holder: 'a run', expiresAt: at(100) };
const live = aMailbox(
  { status: 'live', historyId: cursor, watch: null },
  { lastSyncAt: at(0), lease: held, counters: { stored: 40, skipped: {} }, lastRecoveryAt: at(-2) },
);
const asked = { since: at(-48), leftOut: false, now: at(1) };
const resyncing = beginResync(asked)(live);
const step = (mailbox: Mailbox) => nextRecoveryStep(at(2))(mailbox);

describe('a resync', () => {
  test('begins at the cursor itself, so that no history is passed over, and lets a run that syncs go on', () => {
    expect(resyncing).toMatchObject({
      historyId: cursor,
      lease: held,
      recovery: { historyId: cursor, since: at(-48), step: 'arrivals', hasGap: false },
      progress: { done: 0, pageToken: null },
    });
  });

  test('lists and compares its time alone, and ends with the cursor where the deltas have come', () => {
    const listed = {
      ...advanceCursor(ahead, at(1.5))(resyncing),
      progress: { done: 9, total: 9, pageToken: 'x' },
    };
    const changes = step(listed);
    expect(changes).toMatchObject({
      historyId: cursor,
      recovery: { step: 'changes' },
      progress: { done: 9, total: 18, pageToken: null },
    });
    expect(step(changes)).toMatchObject({
      historyId: ahead,
      lastSyncAt: at(1.5),
      recovery: null,
      progress: null,
      lastRecoveryAt: at(-2),
    });
  });

  test('without a delta leaves the cursor and the last good sync as they were', () => {
    expect(step(step(resyncing))).toMatchObject({ historyId: cursor, lastSyncAt: at(0), recovery: null });
  });

  test('does not keep an expired history from a recovery, which goes on with what was asked', () => {
    expect(mayRecover(resyncing, at(1.5))).toBe(true);
    expect(beginRecovery(pinned, at(1.5))(resyncing)).toMatchObject({
      historyId: cursor,
      recovery: {
        historyId: pinned,
        since: at(-48),
        step: 'arrivals',
        hasGap: true,
        anew: { before: at(1), leftOut: false },
      },
    });
  });

  test('of a shorter time than the gap of that recovery does not make the gap shorter', () => {
    const short = beginResync({ ...asked, since: at(0.5) })(live);
    expect(beginRecovery(pinned, at(1.5))(short)).toMatchObject({ recovery: { since: at(-24) } });
  });

  test.each(['connecting', 'backfilling', 'reauthRequired'] as const)(
    'leaves a mailbox that is %s as it is',
    (status) => {
      const since = at(0);
      const mailbox =
        status === 'connecting'
          ? aMailbox({ status })
          : status === 'backfilling'
            ? aMailbox({ status, historyId: cursor, watch: null })
            : aMailbox({ status, since, resumes: 'live', historyId: cursor });
      expect(beginResync(asked)(mailbox)).toEqual(mailbox);
    },
  );
});

describe('a resync while a recovery is under way', () => {
  const recovering = nextRecoveryStep(at(1))(beginRecovery(pinned, at(0.5))(live));
  const both = beginResync({ ...asked, since: at(-10) })(recovering);

  test('begins its listing again with both, and keeps its gap, its pin and its guard', () => {
    expect(both).toMatchObject({
      recovery: {
        historyId: pinned,
        startedAt: at(0.5),
        since: at(-24),
        step: 'arrivals',
        hasGap: true,
        anew: { before: at(1), leftOut: false },
      },
      progress: { done: 0, pageToken: null },
    });
    expect(mayRecover(both, at(1))).toBe(false);
  });

  test('keeps the run that turns the pages of the old listing from writing', () => {
    expect(() => isCommitted(both, { fence: held.fence, sequence: 3 })).toThrow(SyncError);
    expect(both.lease).toMatchObject({ holder: null });
  });

  test('in whichever order two are asked for, both are done; told twice, it is the same', () => {
    const [a, b] = [asked, { since: at(-5), leftOut: true, now: at(2) }];
    const inOrder = beginResync(b)(beginResync(a)(live));
    const reversed = beginResync(a)(beginResync(b)(live));
    const outcome = { since: at(-48), anew: { before: at(2), leftOut: true } };
    expect(inOrder.recovery).toMatchObject(outcome);
    expect(reversed.recovery).toMatchObject(outcome);
    expect(beginResync(b)(inOrder).recovery).toEqual(inOrder.recovery);
  });
});
