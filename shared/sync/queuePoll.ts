import type { LocationId } from '../domain/ids.ts';
import type { Job } from '../domain/jobs.ts';
import { isHeld } from '../domain/lease.ts';
import type { Mailbox } from '../domain/mailbox.ts';
import type { Clock, JobQueue, OutboxQueue } from '../ports/platform.ts';
import type { OutboxStore, OverviewStore } from '../ports/stores.ts';
import { pagesOf } from './pagesOf.ts';

const PAGE = 200;

export interface PollDeps {
  readonly overview: OverviewStore;
  readonly jobs: JobQueue;
  readonly clock: Clock;
}

/**
 * Queues a job for every mailbox whose last run ended more than `quietMs` ago, page by page: a delta where it is live,
 * the backfill again where that has stopped half way, and what is left to do of a disconnection, which must not wait
 * for a lost job for ever: until it is done, nobody can connect the mailbox.
 */
export async function queuePoll(
  { overview, jobs, clock }: PollDeps,
  { quietMs }: { quietMs: number },
): Promise<{ queued: number; paused: number }> {
  const now = clock.now();
  const before = new Date(now.getTime() - quietMs);
  const counts = { queued: 0, paused: 0 };
  const queue = async (quiet: readonly Mailbox[]) => {
    const free = quiet.filter(({ lease }) => !isHeld(lease, now));
    const due = free.filter(({ pausedUntil }) => !pausedUntil || pausedUntil <= now);
    await Promise.all(due.map((mailbox) => jobs.publish(jobFor(mailbox))));
    counts.queued += due.length;
    counts.paused += free.length - due.length;
  };
  const quiet = pagesOf((after) => overview.quietMailboxes({ before, limit: PAGE, ...after }));
  for await (const page of quiet) await queue(page);
  const leaving = pagesOf((after) => overview.leavingMailboxes({ limit: PAGE, ...after }));
  for await (const page of leaving) await queue(page.filter(({ lastRunAt }) => lastRunAt < before));
  return counts;
}

/** What a mailbox goes on with. */
export function jobFor({ mailboxId, status }: Mailbox): Job {
  if (status === 'live') return { type: 'delta', mailboxId, reason: 'poll' };
  return { type: status === 'disconnected' ? 'disconnect' : 'initial', mailboxId };
}

/**
 * Wakes the relay of every linked location that has something to log: what waits for another attempt, what a run that
 * died has left, and what no event told of.
 */
export async function wakeWaitingRelays({
  outbox,
  overview,
  outboxQueue,
}: {
  outbox: Pick<OutboxStore, 'locationsToRelay'>;
  overview: Pick<OverviewStore, 'locations'>;
  outboxQueue: OutboxQueue;
}): Promise<number> {
  let woken = 0;
  let after: LocationId | undefined;
  for (;;) {
    const page = await outbox.locationsToRelay({ limit: PAGE, ...(after !== undefined && { after }) });
    const linked = (await overview.locations(page)).filter(({ ghl }) => ghl?.status === 'linked');
    await Promise.all(linked.map(({ locationId }) => outboxQueue.wake(locationId)));
    woken += linked.length;
    after = page.at(-1);
    if (page.length < PAGE) return woken;
  }
}
