import { HistoryId } from './historyId.ts';
import type { EmailAddress } from './ids.ts';
import { released } from './lease.ts';
import {
  addCounters,
  type Counters,
  type DeltaPlace,
  deltaCursorOf,
  type Mailbox,
  type MailboxError,
  type Recovery,
  type Settle,
  type Watch,
} from './mailbox.ts';
import { AT_THE_BEGINNING } from './progress.ts';
import { stopped } from './stopped.ts';
import { SyncError } from './syncError.ts';

/** What Gmail said when it was asked for notifications. */
export interface Watched {
  readonly watch: Watch | null;
  readonly watchError: MailboxError | null;
}

/** The pinned cursor precedes the listing: what arrives meanwhile is in the delta that follows. */
export const beginBackfill =
  (pin: HistoryId, { now, ...told }: Watched & { aliases: readonly EmailAddress[]; now: Date }): Settle =>
  (mailbox) => ({
    ...mailbox,
    ...told,
    status: 'backfilling',
    historyId: pin,
    syncedSince: now,
    progress: AT_THE_BEGINNING,
  });

/** Backfilled: what is left is the delta from the pin, under the same lease. */
export const goLive: Settle = (mailbox) =>
  mailbox.status === 'backfilling' ? { ...mailbox, status: 'live', progress: null } : mailbox;

/**
 * Moves the cursor forward only: a slow run must not undo a faster one. Lets the lease go, unless a notification
 * has meanwhile named a history id above the cursor: then the holder goes round again. `toldAt`: when Gmail told the
 * history id, where that was in an earlier run.
 */
export const advanceCursor =
  (historyId: HistoryId, now: Date, toldAt: Date = now): Settle =>
  (mailbox) => {
    if (mailbox.status === 'backfilling') return aheadInBackfill(mailbox, { historyId, toldAt });
    if (mailbox.status !== 'live') return letGo(mailbox, now);
    const healthy = { ...mailbox, delta: null, lastError: null, pausedUntil: null };
    if (mailbox.recovery) return aheadOfCursor(healthy, mailbox.recovery, { historyId, toldAt });
    const cursor = HistoryId.max(mailbox.historyId, historyId);
    const advanced = { ...healthy, historyId: cursor, lastSyncAt: toldAt };
    return isBehind(advanced) ? advanced : letGo({ ...advanced, wantedHistoryId: null }, now);
  };

/** The cursor waits for the recovery's end, and so does the lease. */
function aheadOfCursor(
  mailbox: Mailbox,
  recovery: Recovery,
  { historyId, toldAt: reachedAt }: { historyId: HistoryId; toldAt: Date },
): Mailbox {
  const reached = HistoryId.max(recovery.historyId, historyId);
  const ahead = { ...mailbox, recovery: { ...recovery, historyId: reached, reachedAt } };
  return isBehind(ahead) ? ahead : { ...ahead, wantedHistoryId: null };
}

/**
 * The first sync goes on, with its lease. What was notified and is not in the history yet is left to the next delta: to
 * wait for it would hold up the listing.
 */
function aheadInBackfill(
  mailbox: Extract<Mailbox, { status: 'backfilling' }>,
  { historyId, toldAt: lastSyncAt }: { historyId: HistoryId; toldAt: Date },
): Mailbox {
  const cursor = HistoryId.max(mailbox.historyId, historyId);
  return { ...mailbox, historyId: cursor, delta: null, lastSyncAt, wantedHistoryId: null };
}

/** A part of a long delta is stored: the next run need not list it again. */
export const keepPlace =
  (delta: DeltaPlace): Settle =>
  (mailbox) => ({ ...mailbox, delta });

/** Lets the lease go in the middle of the work, which a job takes up again. */
export const handOver =
  (now: Date): Settle =>
  (mailbox) =>
    letGo(mailbox, now);

/**
 * A first sync or a recovery goes on later. What was notified since the last delta keeps the lease for another one; what
 * that one did not see, the next run looks for.
 */
export const putOffUntil =
  (until: Date, seen: HistoryId | null, now: Date): Settle =>
  (mailbox) =>
    leaveToPoll(seen, now)({ ...mailbox, continuesAt: until });

/** Whether a job goes on later with a first sync or a recovery. */
export const isPutOff = ({ continuesAt }: Mailbox, now: Date): boolean =>
  continuesAt !== null && continuesAt > now;

/** The work of somebody who waits for it is done; what was notified meanwhile keeps the lease for a delta. */
export const letGoUnlessBehind =
  (now: Date): Settle =>
  (mailbox) =>
    isBehind(mailbox) ? mailbox : letGo(mailbox, now);

/** Whether a notification named changes that the deltas have not passed yet. */
export function isBehind(mailbox: Mailbox): boolean {
  const cursor = deltaCursorOf(mailbox);
  const { status, wantedHistoryId } = mailbox;
  return (
    (status === 'live' || status === 'backfilling') &&
    wantedHistoryId !== null &&
    cursor !== null &&
    HistoryId.isAbove(wantedHistoryId, cursor)
  );
}

/** Lets the lease go after a failure; the cursor stays, so the next run repeats the work. */
export const giveUp =
  (error: MailboxError, pausedUntil: Date | null): Settle =>
  (mailbox) =>
    letGo({ ...mailbox, lastError: error, pausedUntil }, error.at);

/**
 * Lets go of a mailbox whose history does not show what was notified. The id that was waited for is dropped: the
 * poll needs none, and one that Gmail never meant must not have every later run wait for it. A higher one, named
 * since, keeps the lease: its holder goes round again.
 */
export const leaveToPoll =
  (waitedFor: HistoryId | null, now: Date): Settle =>
  (mailbox) =>
    mailbox.wantedHistoryId === waitedFor ? letGo({ ...mailbox, wantedHistoryId: null }, now) : mailbox;

function letGo(mailbox: Mailbox, now: Date): Mailbox {
  return { ...mailbox, lease: released(mailbox.lease), lastRunAt: now };
}

/**
 * The grant is dead: nothing is synced until the agent connects again, and where to go on is kept for that day. A
 * grant that was replaced meanwhile (`grantVersion` has moved) is not the one that failed: then the run just ends.
 */
export const requireReauth =
  (error: MailboxError, grantVersion: number): Settle =>
  (mailbox) => {
    // Its lease is with the run that ends the disconnection.
    if (mailbox.status === 'disconnected') return mailbox;
    const free = letGo(mailbox, error.at);
    if (free.grantVersion !== grantVersion || free.status === 'reauthRequired') return free;
    return { ...stopped(free), status: 'reauthRequired', since: error.at, lastError: error };
  };

/** What the renewal of a watch failed with, for people to see; the watch lives on for what is left of its week. */
export const failRenewal =
  (error: MailboxError): Settle =>
  (mailbox) => ({ ...mailbox, lastError: error, watchError: error });

/** The aliases and the watch as Gmail told them; the cursor is never touched by a watch. */
export const renewWatch =
  ({ watch, watchError }: Watched, aliases: readonly EmailAddress[]): Settle =>
  (mailbox) =>
    mailbox.status === 'live' || mailbox.status === 'backfilling'
      ? { ...mailbox, watch, watchError, aliases }
      : mailbox;

/** A run's claim to write: its lease's fence, and the how-manieth of its commits this is, from 1. */
export interface CommitClaim {
  readonly fence: number;
  readonly sequence: number;
}

/**
 * Whether the commit may be carried out, or has been: a store can report as failed what succeeded. A fence that has
 * moved means that the lease expired and another run works on the mailbox: this one must not write.
 * @throws SyncError leaseLost
 */
export function isCommitted({ lease }: Mailbox, claim: CommitClaim): boolean {
  if (lease.fence !== claim.fence) throw new SyncError('leaseLost', 'commit');
  return lease.commits >= claim.sequence;
}

/** The mailbox after a commit: counted, settled, and held on to if the run goes on. */
export function settleCommit(
  mailbox: Mailbox,
  commit: CommitClaim & { leaseUntil: Date; counters: Counters; settle: Settle },
): Mailbox {
  const settled = commit.settle({ ...mailbox, counters: addCounters(mailbox.counters, commit.counters) });
  const lease = { ...settled.lease, commits: commit.sequence };
  return { ...settled, lease: lease.holder === null ? lease : { ...lease, expiresAt: commit.leaseUntil } };
}
