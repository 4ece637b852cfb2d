import { Job } from '../shared/domain/jobs.ts';
import { runJob } from '../shared/sync/runJob.ts';
import { eventFunction } from './eventFunction.ts';
import { readPubSubEvent } from './pubsubEvent.ts';
import { settleDelivery } from './redelivery.ts';

/** One queued job, from the topic `gmail-sync-jobs`. */
eventFunction('syncWorker', async (deps, event) => {
  const job = readPubSubEvent(event, Job);
  if (!job.ok) return deps.log.event('jobFailed', { reason: job.reason });
  const outcome = await runJob(deps, job.value);
  return settleDelivery(outcome, deps.clock.now());
});
