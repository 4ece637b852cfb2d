import type { Job } from '../domain/jobs.ts';
import { isHeld } from '../domain/lease.ts';
import type { Mailbox } from '../domain/mailbox.ts';
import type { Clock, JobQueue, OverviewStore } from '../ports.ts';

const PAGE = 200;

/**
 * Queues a sync for every mailbox whose last run ended more than `quietMs` ago, page by page: a delta where it is
 * live, and the backfill again where that has stopped half way.
 */
export async function queuePoll(
  deps: { overview: OverviewStore; jobs: JobQueue; clock: Clock },
  { quietMs }: { quietMs: number },
): Promise<{ queued: number; paused: number }> {
  const now = deps.clock.now();
  const before = new Date(now.getTime() - quietMs);
  const counts = { queued: 0, paused: 0 };
  let after: Mailbox | undefined;
  do {
    const page = await deps.overview.quietMailboxes({ before, limit: PAGE, ...(after && { after }) });
    const free = page.filter(({ lease }) => !isHeld(lease, now));
    const due = free.filter(({ pausedUntil }) => !pausedUntil || pausedUntil <= now);
    await Promise.all(due.map((mailbox) => deps.jobs.publish(jobFor(mailbox))));
    counts.queued += due.length;
    counts.paused += free.length - due.length;
    after = page.length === PAGE ? page.at(-1) : undefined;
  } while (after);
  return counts;
}

function jobFor({ mailboxId, status }: Mailbox): Job {
  return status === 'live' ? { type: 'delta', mailboxId, reason: 'poll' } : { type: 'initial', mailboxId };
}
