import type { HistoryId } from './historyId.ts';
import type { AgentId, EmailAddress, MailboxId } from './ids.ts';
import { SKIP_REASONS, type SkipReason } from './ledger.ts';
import type { SyncErrorCode } from './syncError.ts';

/** The sync state of one Gmail address. What a status needs, it has; what it cannot have, it cannot hold. */
export type Mailbox = MailboxCommon &
  (
    | { readonly status: 'connecting' }
    | { readonly status: 'backfilling'; readonly historyId: HistoryId; readonly watch: Watch | null }
    | { readonly status: 'live'; readonly historyId: HistoryId; readonly watch: Watch | null }
    /** The cursor is kept, so that a reconnected mailbox goes on where it stopped. */
    | ({ readonly status: 'reauthRequired'; readonly since: Date } & Resumable)
    | ({ readonly status: 'disconnected'; readonly since: Date } & Resumable)
  );

/** Where a stopped mailbox goes on once it has a grant again. */
interface Resumable {
  readonly resumes: 'connecting' | 'backfilling' | 'live';
  readonly historyId: HistoryId | null;
}

export type MailboxStatus = Mailbox['status'];

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
  readonly progress: Progress | null;
  readonly recovery: Recovery | null;
  readonly counters: Counters;
  readonly lastSyncAt: Date | null;
  /** When a run last let go, or the mailbox was connected: by this the poll finds who has been quiet. */
  readonly lastRunAt: Date;
  readonly lastError: MailboxError | null;
  readonly lastRecoveryAt: Date | null;
  readonly connectedAt: Date;
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
 * Under way since Gmail no longer knew the cursor: what arrived after `since` is listed and stored, then the cursor
 * moves to `pin`, which was taken before the listing. A run that goes on with it keeps the pin.
 */
export interface Recovery {
  readonly pin: HistoryId;
  readonly since: Date;
  readonly startedAt: Date;
}

/** Messages of a backfill: looked at so far, and how many there will be. */
export interface Progress {
  readonly done: number;
  readonly total: number;
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

/** Every address that is the agent's own, so that it is never taken for a contact's. */
export function ownAddresses(mailbox: Mailbox): ReadonlySet<EmailAddress> {
  return new Set([mailbox.emailAddress, ...mailbox.aliases]);
}
