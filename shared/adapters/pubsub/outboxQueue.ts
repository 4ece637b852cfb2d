import type { Topic } from '@google-cloud/pubsub';
import type { OutboxQueue } from '../../ports/platform.ts';
import { openTopic } from './jobQueue.ts';

/** Wakes relays, one event each; the client is loaded with the first. */
export function pubsubOutboxQueue(options: { projectId: string; topic: string }): OutboxQueue {
  let topic: Promise<Topic> | undefined;
  return {
    async wake(locationId) {
      topic ??= openTopic(options);
      await (await topic).publishMessage({ json: { locationId } });
    },
  };
}
