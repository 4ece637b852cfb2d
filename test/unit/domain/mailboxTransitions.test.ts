import { describe, expect, test } from '@jest/globals';
import { connect } from '../../../shared/domain/connection.ts';
import { HistoryId } from '../../../shared/domain/historyId.ts';
import type { Mailbox } from '../../../shared/domain/mailbox.ts';
import {
  advanceCursor,
  beginBackfill,
  goLive,
  isBehind,
  isCommitted,
  leaveToPoll,
  renewWatch,
  requireReauth,
  settleCommit,
} from '../../../shared/domain/mailboxTransitions.ts';
import { aMailbox } from '../../support/builders.ts';

const now = new Date('2026-11-22T10:00:00Z');
const leaseUntil = new Date('2026-11-22T10:01:30Z');
const id = (value: number) => HistoryId.of(value);
const held = { fence: 7, commits: 2, holder: 'me', expiresAt: now };
const live = (historyId: number, wanted?: number): Mailbox =>
  aMailbox(
    { status: 'live', historyId: id(historyId), watch: null },
    { lease: held, wantedHistoryId: wanted === undefined ? null : id(wanted) },
  );

describe('moving the cursor', () => {
  test('forward lets the lease go and keeps its fence', () => {
    expect(advanceCursor(id(20), now)(live(10))).toMatchObject({
      historyId: '20',
      lastSyncAt: now,
      lease: { fence: 7, holder: null, expiresAt: null },
    });
  });

  test('to what an earlier run was told is a good sync of that time', () => {
    const toldAt = new Date('2026-11-20T10:00:00Z');
    expect(advanceCursor(id(20), now, toldAt)(live(10))).toMatchObject({ lastSyncAt: toldAt });
  });

  test('back is refused: a slow run must not undo a faster one', () => {
    expect(advanceCursor(id(5), now)(live(10))).toMatchObject({ historyId: '10' });
  });

  test('keeps the lease while a notified id is above it', () => {
    const mailbox = advanceCursor(id(20), now)(live(10, 30));
    expect(mailbox).toMatchObject({ historyId: '20', wantedHistoryId: '30', lease: held });
    expect(isBehind(mailbox)).toBe(true);
  });

  test('forgets a notified id that it has passed, or that history never showed', () => {
    expect(advanceCursor(id(30), now)(live(10, 30))).toMatchObject({ wantedHistoryId: null });
    expect(leaveToPoll(id(30), now)(live(10, 30))).toMatchObject({
      wantedHistoryId: null,
      historyId: '10',
      lease: { holder: null },
    });
  });

  test('does nothing to a mailbox that is no longer live', () => {
    const gone = aMailbox(
      { status: 'disconnected', since: now, leaving: null, resumes: 'live', historyId: id(10) },
      { lease: held },
    );
    expect(advanceCursor(id(20), now)(gone)).toMatchObject({ status: 'disconnected', historyId: '10' });
  });

  test('that history never showed keeps the lease when a higher id was named since', () => {
    expect(leaveToPoll(id(30), now)(live(10, 40))).toMatchObject({ wantedHistoryId: '40', lease: held });
  });
});

describe('a commit under the lease', () => {
  const counters = { stored: 2, skipped: { spam: 1 } };
  const commit = { fence: 7, sequence: 3, leaseUntil, counters, settle: (mailbox: Mailbox) => mailbox };

  test('counts, settles, and extends the lease', () => {
    expect(settleCommit(live(10), commit)).toMatchObject({
      counters,
      lease: { fence: 7, commits: 3, holder: 'me', expiresAt: leaseUntil },
    });
  });

  test('does not extend a lease that it has let go', () => {
    expect(settleCommit(live(10), { ...commit, settle: advanceCursor(id(20), now) }).lease).toEqual({
      fence: 7,
      commits: 3,
      holder: null,
      expiresAt: null,
    });
  });

  test('is refused when the fence has moved', () => {
    expect(() => isCommitted(live(10), { fence: 6, sequence: 3 })).toThrow(
      expect.objectContaining({ code: 'leaseLost' }),
    );
  });

  test('is known when it comes a second time, because its success was reported as a failure', () => {
    expect(isCommitted(live(10), commit)).toBe(false);
    expect(isCommitted(settleCommit(live(10), commit), commit)).toBe(true);
  });
});

describe('a dead grant', () => {
  const error = { code: 'grantRevoked', operation: 'google.oauth.refresh', at: now } as const;

  test('stops the mailbox and keeps its cursor', () => {
    expect(requireReauth(error, 1)(live(10))).toMatchObject({
      status: 'reauthRequired',
      historyId: '10',
      since: now,
    });
  });

  test('that died leaves nothing of what only a syncing mailbox has', () => {
    const watched = aMailbox({ status: 'live', historyId: id(10), watch: { expiresAt: leaseUntil } });
    expect(requireReauth(error, 1)(watched)).not.toHaveProperty('watch');
  });

  test('that died because its mailbox was disconnected does not disturb the run that ends that', () => {
    const leaving = { deleteData: false };
    const gone = aMailbox(
      { status: 'disconnected', since: now, leaving, resumes: 'live', historyId: id(10) },
      { lease: held },
    );
    expect(requireReauth(error, 1)(gone)).toBe(gone);
  });

  test('that died during the backfill has the backfill done once there is a new one', () => {
    const backfilling = aMailbox({ status: 'backfilling', historyId: id(10), watch: null });
    const stopped = requireReauth(error, 1)(backfilling);
    const decision = connect(stopped, { ...stopped, now });
    expect(decision).toMatchObject({
      outcome: 'connected',
      mailbox: { status: 'backfilling', historyId: '10' },
    });
  });

  test('that was replaced meanwhile stops nothing', () => {
    expect(requireReauth(error, 0)(live(10))).toMatchObject({ status: 'live', lease: { holder: null } });
  });
});

test('the backfill pins the cursor and goes live from the pin', () => {
  const pinned = beginBackfill(id(10), { watch: null, watchError: null, aliases: [], now })(
    aMailbox({ status: 'connecting' }),
  );
  expect(pinned).toMatchObject({ status: 'backfilling', historyId: '10', syncedSince: now });
  expect(goLive(pinned)).toMatchObject({ status: 'live', historyId: '10', syncedSince: now, progress: null });
});

test('a renewed watch never touches the cursor', () => {
  expect(renewWatch({ watch: { expiresAt: leaseUntil }, watchError: null }, [])(live(10))).toMatchObject({
    historyId: '10',
    watch: { expiresAt: leaseUntil },
  });
});
