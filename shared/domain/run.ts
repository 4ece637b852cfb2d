import type { HistoryId } from './historyId.ts';
import type { SyncReason } from './lease.ts';
import type { Counters } from './mailbox.ts';

export const RUN_OUTCOMES = ['synced', 'continued', 'paused', 'failed'] as const;

/** What one sync run did, kept for a week beside its mailbox. */
export interface Run {
  readonly runId: string;
  readonly trigger: SyncReason;
  readonly outcome: (typeof RUN_OUTCOMES)[number];
  readonly startedAt: Date;
  readonly finishedAt: Date;
  readonly historyId: HistoryId | null;
  readonly counts: Counters;
  /** The record may be deleted from this time on. */
  readonly expireAt: Date;
}

const RUN_LIFETIME_MS = 7 * 24 * 60 * 60 * 1000;

export const runExpiry = (finishedAt: Date): Date => new Date(finishedAt.getTime() + RUN_LIFETIME_MS);
