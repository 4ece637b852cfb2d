import { putOffUntil } from '../../domain/mailboxTransitions.ts';
import { SyncError } from '../../domain/syncError.ts';
import type { Progressed } from '../ingest.ts';
import type { SyncRun } from '../syncRun.ts';

const A_MINUTE_MS = 60_000;

/**
 * Does bulk work; where the project's quota for it is used up, leaves it for a job that goes on in the next minute. The
 * mailbox is free for its news meanwhile, and what is stored is not done again.
 */
export async function orPutOff(run: SyncRun, work: () => Promise<Progressed>): Promise<Progressed> {
  try {
    return await work();
  } catch (error) {
    if (!SyncError.is(error, 'overBudget')) throw error;
    const now = run.deps.clock.now();
    const until = error.retryAt ?? new Date(now.getTime() + A_MINUTE_MS);
    await run.commit([], putOffUntil(until, run.mailbox.wantedHistoryId, now), { outcome: 'continued' });
    if (!run.isOver) return 'interrupted';
    reportPutOff(run, until);
    return 'putOff';
  }
}

export function reportPutOff({ deps, mailbox, runId }: SyncRun, until: Date | undefined): void {
  deps.log.event('bulkDeferred', { mailboxId: mailbox.mailboxId, runId, until });
}
