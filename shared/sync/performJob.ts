import type { QueuedJob } from '../domain/jobs.ts';
import type { LocationJobQueue } from '../ports/platform.ts';
import { type ImportDeps, type ImportOutcome, importJob } from './contacts/importContacts.ts';
import type { SyncDeps } from './deps.ts';
import type { Admission, Urgency } from './pacing/admission.ts';
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
  const admitted = await deps.admission.run(urgencyOf(job), async () =>
    job.type === 'importContacts' ? importJob(deps, job) : runJob(deps, job),
  );
  if ('result' in admitted) return admitted.result;
  deps.log.event('jobDeferred', { job: job.type, reason: admitted.deferred });
  await (job.type === 'importContacts' ? deps.locationJobs.publish(job) : deps.jobs.publish(job));
  return { outcome: 'deferred' };
}

const urgencyOf = ({ type }: QueuedJob): Urgency => (type === 'delta' || type === 'watch' ? 'news' : 'bulk');
