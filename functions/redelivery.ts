import type { SyncOutcome } from '../shared/domain/syncOutcome.ts';
import { Redelivery } from './eventFunction.ts';

/** Pub/Sub's longest backoff: a pause that ends sooner is waited for by redelivery, a longer one by the poll. */
const LONGEST_BACKOFF_MS = 10 * 60_000;

/**
 * Decides what a run's outcome tells Pub/Sub: to return acknowledges, to throw has the message delivered again. A
 * trigger that found the lease held is acknowledged only if the holder was told of it: the holder may have died, and
 * then this message is all that is left.
 * @throws Redelivery
 */
export function settleDelivery(outcome: SyncOutcome | { outcome: 'watched' }, now: Date): void {
  if (outcome.outcome === 'busy' && !outcome.handedOver) throw new Redelivery('another run holds the lease');
  if (outcome.outcome !== 'paused') return;
  if (outcome.until.getTime() - now.getTime() <= LONGEST_BACKOFF_MS)
    throw new Redelivery('the mailbox is paused');
}
