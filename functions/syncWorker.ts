import { type CloudEvent, cloudEvent } from '@google-cloud/functions-framework';
import { Job } from '../shared/domain/jobs.ts';
import { runJob } from '../shared/sync/runJob.ts';
import { app } from './app.ts';
import { readPubSubEvent } from './pubsubEvent.ts';
import { settleDelivery } from './redelivery.ts';

/** One queued job, from the topic `gmail-sync-jobs`. */
cloudEvent('syncWorker', async (event: CloudEvent<unknown>) => {
  const deps = app();
  const job = readPubSubEvent(event, Job);
  if (!job.ok) return deps.log.event('jobFailed', { reason: job.reason });
  const outcome = await runJob(deps, job.value);
  return settleDelivery(outcome, deps.clock.now());
});
