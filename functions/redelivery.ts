import { SyncError } from '../shared/domain/syncError.ts';
import type { SyncOutcome } from '../shared/domain/syncOutcome.ts';

/** Pub/Sub's longest backoff: a pause that ends sooner is waited for by redelivery, a longer one by the poll. */
const LONGEST_BACKOFF_MS = 10 * 60_000;

/**
 * Decides what a finished run tells Pub/Sub: to return acknowledges, to throw has the message delivered again.
 * @throws SyncError rateLimited
 */
export function settleDelivery(outcome: SyncOutcome | { outcome: 'watched' }, now: Date): void {
  if (outcome.outcome !== 'paused') return;
  if (outcome.until.getTime() - now.getTime() > LONGEST_BACKOFF_MS) return;
  throw new SyncError('rateLimited', 'sync', { retryAt: outcome.until });
}
