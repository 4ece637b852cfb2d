import type { Topic } from '@google-cloud/pubsub';
import type { Log } from '../../domain/logEvents.ts';
import type { JobQueue } from '../../ports.ts';

/**
 * Publishes jobs one by one, at once: an instance may sleep as soon as its function has answered. The client is
 * loaded with the first job, because most instances never publish one and it is a tenth of a second of start-up.
 */
export function pubsubJobQueue(options: { projectId: string; topic: string; log: Log }): JobQueue {
  let topic: Promise<Topic> | undefined;
  return {
    async publish(job) {
      topic ??= openTopic(options);
      await (await topic).publishMessage({ json: job });
      options.log.event('jobQueued', { mailboxId: job.mailboxId, job: job.type });
    },
  };
}

async function openTopic({ projectId, topic }: { projectId: string; topic: string }): Promise<Topic> {
  const { PubSub } = await import('@google-cloud/pubsub');
  return new PubSub({ projectId }).topic(topic, { batching: { maxMessages: 1 } });
}
