import { isWaitedFor } from '../shared/domain/pause.ts';
import type { SyncOutcome } from '../shared/domain/syncOutcome.ts';
import type { JobOutcome } from '../shared/sync/performJob.ts';
import { Redelivery } from './eventFunction.ts';

/**
 * Decides what a run's outcome tells Pub/Sub: to return acknowledges, to throw has the message delivered again. A
 * trigger that found the lease held is acknowledged only if the holder was told of it: the holder may have died, and
 * then this message is all that is left.
 * @throws Redelivery
 */
export function settleDelivery(outcome: SyncOutcome | JobOutcome, now: Date): void {
  if (outcome.outcome === 'busy' && !outcome.handedOver) throw new Redelivery('another run holds the lease');
  if (outcome.outcome === 'paused' && isWaitedFor(outcome.until, now))
    throw new Redelivery('the mailbox is paused');
}
