import type { Mailbox } from '../domain/mailbox.ts';
import type { Clock, JobQueue, OverviewStore } from '../ports.ts';

const PAGE = 200;

/** Queues a delta for every live mailbox that was last synced more than `olderThanMs` ago, page by page. */
export async function queuePoll(
  deps: { overview: OverviewStore; jobs: JobQueue; clock: Clock },
  { olderThanMs }: { olderThanMs: number },
): Promise<{ queued: number; paused: number }> {
  const now = deps.clock.now();
  const before = new Date(now.getTime() - olderThanMs);
  const counts = { queued: 0, paused: 0 };
  let after: Mailbox | undefined;
  do {
    const page = await deps.overview.dueMailboxes({ before, limit: PAGE, ...(after && { after }) });
    const due = page.filter(({ pausedUntil }) => !pausedUntil || pausedUntil <= now);
    await Promise.all(
      due.map(({ mailboxId }) => deps.jobs.publish({ type: 'delta', mailboxId, reason: 'poll' })),
    );
    counts.queued += due.length;
    counts.paused += page.length - due.length;
    after = page.length === PAGE ? page.at(-1) : undefined;
  } while (after);
  return counts;
}
