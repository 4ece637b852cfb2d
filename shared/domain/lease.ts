import { HistoryId } from './historyId.ts';
import { deltaCursorOf, type Lease, type Mailbox, type MailboxStatus } from './mailbox.ts';

export const SYNC_REASONS = [
  'push',
  'poll',
  'syncNow',
  'continuation',
  'initial',
  'history',
  'send',
  'markRead',
  'audit',
  'disconnect',
] as const;
export type SyncReason = (typeof SYNC_REASONS)[number];

/** What started a run. Only a notification names a history id; it is a hint, the stored cursor is the truth. */
export type SyncTrigger =
  | { readonly reason: 'push'; readonly historyId: HistoryId }
  | { readonly reason: Exclude<SyncReason, 'push'> };

export interface LeaseRequest {
  readonly holder: string;
  readonly trigger: SyncTrigger;
  readonly now: Date;
  readonly expiresAt: Date;
}

export type LeaseDecision =
  | { readonly outcome: 'taken'; readonly mailbox: Mailbox }
  /** The notification names nothing new: one read, and nothing else. */
  | { readonly outcome: 'upToDate' }
  /**
   * Another run works on it. `mailbox` is set where that run has to be told of a higher id; without it, nobody but
   * the asker may know whether that run is still alive.
   */
  | { readonly outcome: 'busy'; readonly mailbox?: Mailbox }
  | { readonly outcome: 'paused'; readonly until: Date }
  | { readonly outcome: 'blocked'; readonly status: MailboxStatus };

/**
 * Decides on the mailbox as it is stored who syncs it now. A second run never waits: it leaves its history
 * id for the holder, who looks at it before letting go, so that nothing notified is forgotten.
 */
export function decideLease(mailbox: Mailbox, request: LeaseRequest): LeaseDecision {
  const { trigger, now } = request;
  // A write that succeeded and was reported as failed is repeated: the lease is the asker's own already.
  if (mailbox.lease.holder === request.holder) return { outcome: 'taken', mailbox };
  if (!mayRun(mailbox, trigger) && !mayTell(mailbox, trigger))
    return { outcome: 'blocked', status: mailbox.status };
  if (trigger.reason === 'push' && !isNews(mailbox, trigger.historyId)) return { outcome: 'upToDate' };
  const wantedHistoryId = raise(mailbox.wantedHistoryId, trigger);
  if (isHeld(mailbox.lease, now) || !mayRun(mailbox, trigger)) {
    return wantedHistoryId === mailbox.wantedHistoryId
      ? { outcome: 'busy' }
      : { outcome: 'busy', mailbox: { ...mailbox, wantedHistoryId } };
  }
  if (mailbox.pausedUntil && mailbox.pausedUntil > now)
    return { outcome: 'paused', until: mailbox.pausedUntil };
  const fence = mailbox.lease.fence + 1;
  const lease = { fence, commits: 0, holder: request.holder, expiresAt: request.expiresAt };
  return { outcome: 'taken', mailbox: { ...mailbox, lease, wantedHistoryId } };
}

/** The lease let go: free for the next run, with the fence where it was. */
export function released(lease: Lease): Lease {
  return { ...lease, holder: null, expiresAt: null };
}

/** The lease taken from whoever holds it: their run writes no more. */
export function fencedOff(lease: Lease): Lease {
  return { fence: lease.fence + 1, commits: 0, holder: null, expiresAt: null };
}

function mayRun(mailbox: Mailbox, trigger: SyncTrigger): boolean {
  const { status } = mailbox;
  if (trigger.reason === 'disconnect') return status === 'disconnected' && mailbox.leaving !== null;
  return (
    status === 'live' ||
    (trigger.reason === 'initial' && (status === 'connecting' || status === 'backfilling'))
  );
}

/** A first sync takes in what it is notified of, its next run if none is under way. */
const mayTell = ({ status }: Mailbox, { reason }: SyncTrigger): boolean =>
  reason === 'push' && status === 'backfilling';

function isNews(mailbox: Mailbox, historyId: HistoryId): boolean {
  const cursor = deltaCursorOf(mailbox);
  return cursor === null || HistoryId.isAbove(historyId, cursor);
}

function raise(wanted: HistoryId | null, trigger: SyncTrigger): HistoryId | null {
  if (trigger.reason !== 'push') return wanted;
  return wanted ? HistoryId.max(wanted, trigger.historyId) : trigger.historyId;
}

/** Whether a run works on the mailbox, or died less than a lease ago. */
export function isHeld(lease: Lease, now: Date): boolean {
  return lease.holder !== null && lease.expiresAt !== null && lease.expiresAt > now;
}
