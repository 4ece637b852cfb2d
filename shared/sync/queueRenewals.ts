import type { Mailbox } from '../domain/mailbox.ts';
import type { Clock, JobQueue } from '../ports/platform.ts';
import type { OverviewStore } from '../ports/stores.ts';
import type { SyncSettings } from './deps.ts';
import { pagesOf } from './pagesOf.ts';

const PAGE = 200;

/** A watch lives for a week. Renewed each day, it outlives six days on which that fails. */
const MARGIN_MS = 6.5 * 24 * 60 * 60_000;

/**
 * Queues a renewal for every watch that ends within the margin or has lapsed, and for every mailbox that has none,
 * because Gmail refused it before.
 */
export async function queueRenewals({
  overview,
  jobs,
  clock,
  settings,
}: {
  overview: OverviewStore;
  jobs: JobQueue;
  clock: Clock;
  settings: Pick<SyncSettings, 'topic'>;
}): Promise<{ queued: number }> {
  // Where there is no topic, there is nothing to renew: mailboxes are only polled.
  if (settings.topic === undefined) return { queued: 0 };
  const before = new Date(clock.now().getTime() + MARGIN_MS);
  let queued = 0;
  const queue = async (mailboxes: readonly Mailbox[]) => {
    await Promise.all(mailboxes.map(({ mailboxId }) => jobs.publish({ type: 'watch', mailboxId })));
    queued += mailboxes.length;
  };
  for await (const page of pagesOf((after) => overview.watchesEnding({ before, limit: PAGE, ...after })))
    await queue(page);
  for await (const page of pagesOf((after) => overview.unwatchedMailboxes({ limit: PAGE, ...after })))
    await queue(page);
  return { queued };
}
