import { WEEKLY_DAYS } from '../../domain/audit/audit.ts';
import { AuditId } from '../../domain/ids.ts';
import type { Clock, JobQueue } from '../../ports/platform.ts';
import type { OverviewStore } from '../../ports/stores.ts';
import { pagesOf } from '../pagesOf.ts';

const PAGE = 200;

/** Between two pages: a thousand audits a minute leave the workers and the project's quota to the mail that comes. */
const REST_MS = 12_000;

/** Queues one audit for every live mailbox, spread; called twice on a day, it is the same round. */
export async function queueAudits({
  overview,
  jobs,
  clock,
}: {
  overview: OverviewStore;
  jobs: JobQueue;
  clock: Clock;
}): Promise<{ queued: number }> {
  const round = clock.now().toISOString().slice(0, 'YYYY-MM-DD'.length);
  let queued = 0;
  for await (const page of pagesOf((after) => overview.liveMailboxes({ limit: PAGE, ...after }))) {
    if (queued > 0) await clock.sleep(REST_MS);
    await Promise.all(
      page.map(({ mailboxId }) =>
        jobs.publish({
          type: 'audit',
          mailboxId,
          auditId: AuditId.of(mailboxId, round),
          days: WEEKLY_DAYS,
          repair: false,
        }),
      ),
    );
    queued += page.length;
  }
  return { queued };
}
