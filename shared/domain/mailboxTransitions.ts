import { HistoryId } from './historyId.ts';
import type { EmailAddress } from './ids.ts';
import { released } from './lease.ts';
import { addCounters, type Counters, type Mailbox, type MailboxError, type Watch } from './mailbox.ts';
import { SyncError } from './syncError.ts';

/** How a mailbox changes, each a pure step that a commit carries out on the mailbox as it is stored then. */
export type Settle = (mailbox: Mailbox) => Mailbox;

/** The pinned cursor precedes the listing: what arrives meanwhile is in the delta that follows. */
export const beginBackfill =
  (pin: HistoryId, watch: Watch | null, aliases: readonly EmailAddress[]): Settle =>
  (mailbox) => ({
    ...mailbox,
    status: 'backfilling',
    historyId: pin,
    watch,
    aliases,
    progress: { done: 0, total: 0 },
  });

export const reportProgress =
  (done: number, total: number): Settle =>
  (mailbox) => ({ ...mailbox, progress: { done, total } });

/** Backfilled: what is left is the delta from the pin, under the same lease. */
export const goLive: Settle = (mailbox) =>
  mailbox.status === 'backfilling' ? { ...mailbox, status: 'live', progress: null } : mailbox;

/**
 * Moves the cursor forward only: a slow run must not undo a faster one. Lets the lease go, unless a notification
 * has meanwhile named a history id above the cursor: then the holder goes round again.
 */
export const advanceCursor =
  (historyId: HistoryId, now: Date): Settle =>
  (mailbox) => {
    if (mailbox.status !== 'live') return letGo(mailbox, now);
    const cursor = HistoryId.max(mailbox.historyId, historyId);
    const advanced = { ...mailbox, historyId: cursor, lastSyncAt: now, lastError: null, pausedUntil: null };
    return isBehind(advanced) ? advanced : letGo({ ...advanced, wantedHistoryId: null }, now);
  };

/** Gmail's clock and ours may differ, and a mail can be dated before it arrives: what is listed twice costs little. */
const RECOVERY_OVERLAP_MS = 24 * 60 * 60_000;

/** A history that expires again this soon after a recovery does so for a reason that another one does not mend. */
const RECOVERY_REST_MS = 60 * 60_000;

/** Keeps a mailbox from recovering in a loop: at most once an hour, in between it fails and says so. */
export function mayRecover({ lastRecoveryAt }: Mailbox, now: Date): boolean {
  return lastRecoveryAt === null || now.getTime() - lastRecoveryAt.getTime() >= RECOVERY_REST_MS;
}

/** The pinned id precedes the listing, as in a backfill: nothing falls between listing and cursor. */
export const beginRecovery =
  (pin: HistoryId, now: Date): Settle =>
  (mailbox) => {
    const lastGood = mailbox.lastSyncAt ?? mailbox.connectedAt;
    const since = new Date(lastGood.getTime() - RECOVERY_OVERLAP_MS);
    return { ...mailbox, recovery: { pin, since, startedAt: now } };
  };

/** All that was missed is stored: the cursor moves to the pin. */
export const endRecovery =
  (now: Date): Settle =>
  (mailbox) =>
    mailbox.status === 'live' && mailbox.recovery
      ? { ...mailbox, historyId: mailbox.recovery.pin, recovery: null, lastRecoveryAt: now, lastSyncAt: now }
      : mailbox;

/** Lets the lease go in the middle of the work, which a job takes up again. */
export const handOver =
  (now: Date): Settle =>
  (mailbox) =>
    letGo(mailbox, now);

/** Whether a notification named changes that the cursor has not passed yet. */
export function isBehind(mailbox: Mailbox): boolean {
  return (
    mailbox.status === 'live' &&
    mailbox.wantedHistoryId !== null &&
    HistoryId.isAbove(mailbox.wantedHistoryId, mailbox.historyId)
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
    const free = letGo(mailbox, error.at);
    const { status } = free;
    if (free.grantVersion !== grantVersion || status === 'reauthRequired' || status === 'disconnected')
      return free;
    const historyId = status === 'connecting' ? null : free.historyId;
    return {
      ...free,
      status: 'reauthRequired',
      since: error.at,
      resumes: status,
      historyId,
      lastError: error,
    };
  };

/** What a job without the lease failed with, for people to see. */
export const recordError =
  (error: MailboxError): Settle =>
  (mailbox) => ({ ...mailbox, lastError: error });

/** The aliases and the watch as Gmail told them; the cursor is never touched by a watch. */
export const renewWatch =
  (watch: Watch | null, aliases: readonly EmailAddress[]): Settle =>
  (mailbox) =>
    mailbox.status === 'live' || mailbox.status === 'backfilling' ? { ...mailbox, watch, aliases } : mailbox;

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
