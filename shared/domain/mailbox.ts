import type { HistoryId } from './historyId.ts';
import type { AgentId, EmailAddress, MailboxId } from './ids.ts';
import { type Anew, SKIP_REASONS, type SkipReason } from './ledger.ts';
import type { Usage } from './quota/usage.ts';
import type { SyncErrorCode } from './syncError.ts';

/** The sync state of one Gmail address. What a status needs, it has; what it cannot have, it cannot hold. */
export type Mailbox = MailboxCommon &
  (
    | { readonly status: 'connecting' }
    | { readonly status: 'backfilling'; readonly historyId: HistoryId; readonly watch: Watch | null }
    | { readonly status: 'live'; readonly historyId: HistoryId; readonly watch: Watch | null }
    /** The cursor is kept, so that a reconnected mailbox goes on where it stopped. */
    | ({ readonly status: 'reauthRequired'; readonly since: Date } & Resumable)
    | ({
        readonly status: 'disconnected';
        readonly since: Date;
        readonly leaving: Leaving | null;
      } & Resumable)
  );

/** Where a stopped mailbox goes on once it has a grant again. */
interface Resumable {
  readonly resumes: 'connecting' | 'backfilling' | 'live';
  readonly historyId: HistoryId | null;
}

/** What is left to do of a disconnection: the grant to be ended, data to be deleted. */
interface Leaving {
  readonly deleteData: boolean;
}

export const MAILBOX_STATUSES = [
  'connecting',
  'backfilling',
  'live',
  'reauthRequired',
  'disconnected',
] as const satisfies readonly Mailbox['status'][];
export type MailboxStatus = Mailbox['status'];

/** How a mailbox changes: a pure step that a commit carries out on the mailbox as it is stored then. */
export type Settle = (mailbox: Mailbox) => Mailbox;

interface MailboxCommon {
  readonly mailboxId: MailboxId;
  readonly uid: AgentId;
  readonly emailAddress: EmailAddress;
  /** Verified send-as addresses besides `emailAddress`: also this agent's own. */
  readonly aliases: readonly EmailAddress[];
  /** Rises with each new grant, so that no instance goes on with the one before. */
  readonly grantVersion: number;
  readonly lease: Lease;
  /** The highest history id that a notification named while another run held the lease. */
  readonly wantedHistoryId: HistoryId | null;
  readonly pausedUntil: Date | null;
  /** Work that can wait goes on then, by a job: whoever syncs earlier takes in the news and leaves the rest to it. */
  readonly continuesAt: Date | null;
  readonly progress: Progress | null;
  readonly delta: DeltaPlace | null;
  readonly recovery: Recovery | null;
  readonly counters: Counters;
  /** Gmail quota of the last minute, as far as it matters to whoever uses more. */
  readonly usage: Usage;
  readonly lastSyncAt: Date | null;
  /** When a run last let go, or the mailbox was connected: by this the poll finds who has been quiet. */
  readonly lastRunAt: Date;
  readonly lastError: MailboxError | null;
  /** Why Gmail did not renew the watch when it was last asked; other than `lastError` it outlives a sync. */
  readonly watchError: MailboxError | null;
  readonly lastRecoveryAt: Date | null;
  readonly connectedAt: Date;
  /**
   * When the cursor of the first sync was pinned: what arrives from then on, history tells. Of older mail the first sync
   * takes the newest only. Null before it; documents that an earlier version has written do not have it.
   */
  readonly syncedSince: Date | null;
}

/** null where the mailbox is synced by polling alone. */
export interface Watch {
  readonly expiresAt: Date;
}

/**
 * One run at a time: `fence` rises with every holder, and a commit with an older fence is refused. `commits` counts
 * the holder's commits, so that one that succeeded and was reported as failed is not carried out twice.
 */
export interface Lease {
  readonly fence: number;
  readonly commits: number;
  readonly holder: string | null;
  readonly expiresAt: Date | null;
}

/**
 * Under way since Gmail no longer knew the cursor, or operations asked for a resync: the cursor stays where it was until all that it stands for is done. Its
 * steps list the mailbox itself; what happens meanwhile comes by deltas from `historyId`, pinned before the first
 * listing, so that new mail does not wait for the end.
 */
export interface Recovery {
  /** How far the deltas have come; becomes the cursor. */
  readonly historyId: HistoryId;
  /** When they had come there: should Gmail forget this id as well, the next recovery begins here. */
  readonly reachedAt: Date;
  /** What arrived after it may have been missed. */
  readonly since: Date;
  readonly startedAt: Date;
  readonly step: RecoveryStep;
  /** Whether history was lost. Where it was not, what is older than `since` has not changed unseen. */
  readonly hasGap: boolean;
  /** What operations have asked for; null where they have not. */
  readonly anew: Anew | null;
}

/** In this order: what is new comes first. */
export const RECOVERY_STEPS = [
  /** Mail that arrived in the gap. */
  'arrivals',
  /** Older mail that was hidden (spam, trash) when it was seen, and no longer is. */
  'returns',
  /** Labels, read state and deletion of what is stored. */
  'changes',
] as const;
export type RecoveryStep = (typeof RECOVERY_STEPS)[number];

/** How far a backfill or a recovery is, in messages, and where the next run goes on with it. */
export interface Progress {
  readonly done: number;
  /** As far as can be told. */
  readonly total: number;
  /** The next page of the listing that is under way; null for its first. */
  readonly pageToken: string | null;
}

/** Where the next run goes on with history that is too long for one; of use only as long as the cursor is `from`. */
export interface DeltaPlace {
  readonly from: HistoryId;
  readonly pageToken: string;
  /** Where the cursor moves when all of it is stored, and when Gmail said so. */
  readonly historyId: HistoryId;
  readonly toldAt: Date;
}

export interface Counters {
  readonly stored: number;
  readonly skipped: Readonly<Partial<Record<SkipReason, number>>>;
}

export interface MailboxError {
  readonly code: SyncErrorCode | 'unexpected';
  readonly operation: string;
  readonly at: Date;
}

export const NO_COUNTS: Counters = { stored: 0, skipped: {} };

export const addCounters = (a: Counters, b: Counters): Counters => combine(a, b, 1);

export const subtractCounters = (a: Counters, b: Counters): Counters => combine(a, b, -1);

export const isZero = ({ stored, skipped }: Counters): boolean =>
  stored === 0 && Object.keys(skipped).length === 0;

function combine(a: Counters, b: Counters, sign: 1 | -1): Counters {
  const skipped: Partial<Record<SkipReason, number>> = {};
  for (const reason of SKIP_REASONS) {
    const count = (a.skipped[reason] ?? 0) + sign * (b.skipped[reason] ?? 0);
    if (count !== 0) skipped[reason] = count;
  }
  return { stored: a.stored + sign * b.stored, skipped };
}

/** Where deltas go on: while a mailbox recovers, its cursor waits and they run ahead of it. */
export function deltaCursorOf(mailbox: Mailbox): HistoryId | null {
  if (mailbox.recovery) return mailbox.recovery.historyId;
  return 'historyId' in mailbox ? mailbox.historyId : null;
}

/** Mail that is older by Gmail's time, and that nobody has asked for, need not be in the ledger. */
export const reachOf = ({ syncedSince, connectedAt }: Mailbox): Date => syncedSince ?? connectedAt;

/** Every address that is the agent's own, so that it is never taken for a contact's. */
export function ownAddresses(mailbox: Mailbox): ReadonlySet<EmailAddress> {
  return new Set([mailbox.emailAddress, ...mailbox.aliases]);
}
