import type { SyncOutcome } from '../domain/syncOutcome.ts';
import { withLease } from './withLease.ts';

/** Between two looks at a lease that another run holds. */
const LOOK_AGAIN_MS = 200;

/**
 * `withLease` for a person who waits: while another run has the mailbox, it is asked for again. Still `busy` after
 * `patienceMs`.
 */
export async function withLeaseSoon(
  patienceMs: number,
  ...[deps, mailboxId, trigger, work]: Parameters<typeof withLease>
): Promise<SyncOutcome> {
  const { clock } = deps;
  const giveUpAt = clock.now().getTime() + patienceMs;
  for (;;) {
    const outcome = await withLease(deps, mailboxId, trigger, work);
    if (outcome.outcome !== 'busy' || clock.now().getTime() >= giveUpAt) return outcome;
    await clock.sleep(LOOK_AGAIN_MS);
  }
}
