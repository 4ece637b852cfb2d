import { QueuedJob } from '../shared/domain/jobs.ts';
import { importJob } from '../shared/sync/contacts/importContacts.ts';
import { runJob } from '../shared/sync/runJob.ts';
import { eventFunction } from './eventFunction.ts';
import { readPubSubEvent } from './pubsubEvent.ts';
import { settleDelivery } from './redelivery.ts';

/** One queued job, from the topic `gmail-sync-jobs`. */
eventFunction('syncWorker', async (deps, event) => {
  const job = readPubSubEvent(event, QueuedJob);
  if (!job.ok) return deps.log.event('jobFailed', { reason: job.reason });
  const { value } = job;
  const outcome = value.type === 'importContacts' ? await importJob(deps, value) : await runJob(deps, value);
  return settleDelivery(outcome, deps.clock.now());
});
