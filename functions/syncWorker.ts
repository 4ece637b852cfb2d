import { QueuedJob } from '../shared/domain/jobs.ts';
import { performJob } from '../shared/sync/performJob.ts';
import { eventFunction } from './eventFunction.ts';
import { readPubSubEvent } from './pubsubEvent.ts';
import { settleDelivery } from './redelivery.ts';

/** One queued job, from the topic `gmail-sync-jobs`. */
eventFunction('syncWorker', async (deps, event) => {
  const job = readPubSubEvent(event, QueuedJob);
  if (!job.ok) return deps.log.event('jobFailed', { reason: job.reason });
  settleDelivery(await performJob(deps, job.value), deps.clock.now());
});
