import type { PubSub } from '@google-cloud/pubsub';
import type { Log } from '../../domain/logEvents.ts';
import type { JobQueue } from '../../ports.ts';

/** Publishes jobs one by one, at once: an instance may sleep as soon as its function has answered. */
export function pubsubJobQueue(pubsub: PubSub, topicName: string, log: Log): JobQueue {
  const topic = pubsub.topic(topicName, { batching: { maxMessages: 1 } });
  return {
    async publish(job) {
      await topic.publishMessage({ json: job });
      log.event('jobQueued', { mailboxId: job.mailboxId, job: job.type });
    },
  };
}
