import type { Job } from '../domain/jobs.ts';
import type { SyncOutcome } from '../domain/syncOutcome.ts';
import { auditMailbox } from './audit/auditMailbox.ts';
import { backfillMailbox } from './backfillMailbox.ts';
import type { SyncDeps } from './deps.ts';
import { searchMailbox } from './history/searchMailbox.ts';
import { leaveMailbox } from './leaveMailbox.ts';
import { refreshWatch } from './refreshWatch.ts';
import { syncMailbox } from './syncMailbox.ts';

export async function runJob(deps: SyncDeps, job: Job): Promise<SyncOutcome | { outcome: 'watched' }> {
  switch (job.type) {
    case 'initial':
      return backfillMailbox(deps, job.mailboxId);
    case 'delta':
      return syncMailbox(deps, job.mailboxId, { reason: job.reason });
    case 'watch':
      await refreshWatch(deps, job.mailboxId);
      return { outcome: 'watched' };
    case 'history':
      return searchMailbox(deps, job);
    case 'audit':
      return auditMailbox(deps, job);
    case 'disconnect':
      return leaveMailbox(deps, job.mailboxId);
    default:
      return job satisfies never;
  }
}
