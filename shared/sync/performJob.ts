import type { QueuedJob } from '../domain/jobs.ts';
import type { LocationJobQueue } from '../ports/platform.ts';
import { type ImportDeps, type ImportOutcome, importJob } from './contacts/importContacts.ts';
import type { SyncDeps } from './deps.ts';
import type { Admission, Urgency } from './pacing/admission.ts';
import { untilDue } from './pacing/untilDue.ts';
import { runJob } from './runJob.ts';

export type JobDeps = SyncDeps &
  ImportDeps & { readonly admission: Admission; readonly locationJobs: LocationJobQueue };

export type JobOutcome = Awaited<ReturnType<typeof runJob>> | ImportOutcome | { outcome: 'deferred' };

/**
 * Does a queued job as soon as this instance has a place for it. Where it has none for long the job is put back, as a
 * new message: a redelivery would be one of the few after which a message is taken for a dead one. What the job had
 * reached before is where the next run of it goes on.
 */
export async function performJob(deps: JobDeps, job: QueuedJob): Promise<JobOutcome> {
  const begunAt = deps.clock.now().getTime();
  const dueAt = 'notBefore' in job ? job.notBefore : undefined;
  // Where nothing else has to wait: without a place, and without the lease.
  await untilDue(deps.clock, dueAt);
  const admitted = await deps.admission.run(urgencyOf(job), async () => {
    const runMs = deps.settings.runMs - (deps.clock.now().getTime() - begunAt);
    const inTime = { ...deps, settings: { ...deps.settings, runMs } };
    return job.type === 'importContacts' ? importJob(inTime, job) : runJob(inTime, job);
  });
  if ('result' in admitted) {
    // Whoever has the mailbox goes on with what was put off; should they die, the poll does.
    const isTakenOver = dueAt !== undefined && isBulkOf(job) && admitted.result.outcome === 'busy';
    return isTakenOver ? { outcome: 'upToDate' } : admitted.result;
  }
  deps.log.event('jobDeferred', { job: job.type, reason: admitted.deferred });
  await (job.type === 'importContacts' ? deps.locationJobs.publish(job) : deps.jobs.publish(job));
  return { outcome: 'deferred' };
}

const isBulkOf = ({ type }: QueuedJob): boolean => type === 'initial' || type === 'delta';

function urgencyOf(job: QueuedJob): Urgency {
  switch (job.type) {
    case 'delta':
      return job.reason === 'continuation' ? 'awaited' : 'news';
    case 'watch':
      return 'news';
    case 'initial':
    case 'history':
    case 'disconnect':
      return 'awaited';
    case 'audit':
    case 'importContacts':
      return 'idle';
    default:
      return job satisfies never;
  }
}
