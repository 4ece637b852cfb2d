import type { Topic } from '@google-cloud/pubsub';
import type { QueuedJob } from '../../domain/jobs.ts';
import type { Log } from '../../domain/logEvents.ts';
import type { JobQueue, LocationJobQueue } from '../../ports/platform.ts';

/**
 * Publishes jobs one by one, at once: an instance may sleep as soon as its function has answered. The client is
 * loaded with the first job, because most instances never publish one and it is a tenth of a second of start-up.
 */
export function pubsubJobQueue(options: {
  projectId: string;
  topic: string;
  log: Log;
}): JobQueue & LocationJobQueue {
  let topic: Promise<Topic> | undefined;
  return {
    async publish(job: QueuedJob) {
      topic ??= openTopic(options);
      await (await topic).publishMessage({ json: job });
      const { type, ...of } = job;
      const about = 'mailboxId' in of ? { mailboxId: of.mailboxId } : { locationId: of.locationId };
      options.log.event('jobQueued', { job: type, ...about });
    },
  };
}

export async function openTopic({ projectId, topic }: { projectId: string; topic: string }): Promise<Topic> {
  const { PubSub } = await import('@google-cloud/pubsub');
  return new PubSub({ projectId }).topic(topic, { batching: { maxMessages: 1 } });
}
