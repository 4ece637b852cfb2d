import { fencedOff } from './lease.ts';
import type { Settle } from './mailbox.ts';

/** Pub/Sub's longest backoff. */
const LONGEST_BACKOFF_MS = 10 * 60_000;

/** A pause that ends sooner is waited for by redelivery, a longer one by the poll. */
export const isWaitedFor = (until: Date, now: Date): boolean =>
  until.getTime() - now.getTime() <= LONGEST_BACKOFF_MS;

/**
 * Operations have it rest. A run that is under way writes no more, for its end would be the pause's; what it had left is
 * done once the mailbox goes on.
 */
export const rest =
  (until: Date): Settle =>
  (mailbox) => ({ ...mailbox, lease: fencedOff(mailbox.lease), pausedUntil: until });

/** Whoever paused it: it may go on at once. */
export const resume: Settle = (mailbox) => ({ ...mailbox, pausedUntil: null });
