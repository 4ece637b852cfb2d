import type { Job } from '../domain/jobs.ts';
import { isHeld } from '../domain/lease.ts';
import type { Mailbox } from '../domain/mailbox.ts';
import type { Clock, JobQueue, OverviewStore } from '../ports.ts';

const PAGE = 200;

/**
 * Queues a job for every mailbox whose last run ended more than `quietMs` ago, page by page: a delta where it is live,
 * the backfill again where that has stopped half way, and what is left to do of a disconnection, which must not wait
 * for a lost job for ever: until it is done, nobody can connect the mailbox.
 */
export async function queuePoll(
  { overview, jobs, clock }: { overview: OverviewStore; jobs: JobQueue; clock: Clock },
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

/** A page that is not full need not be the last: what cannot be read is left out. */
async function* pagesOf(
  read: (after: { after?: Mailbox }) => Promise<readonly Mailbox[]>,
): AsyncGenerator<readonly Mailbox[]> {
  let page = await read({});
  for (let last = page.at(-1); last; last = page.at(-1)) {
    yield page;
    page = await read({ after: last });
  }
}

function jobFor({ mailboxId, status }: Mailbox): Job {
  if (status === 'live') return { type: 'delta', mailboxId, reason: 'poll' };
  return { type: status === 'disconnected' ? 'disconnect' : 'initial', mailboxId };
}
