import { PubSub } from '@google-cloud/pubsub';

/** Publishes as Gmail does: to the topic that the watch named, by its full name. */
export function gmailPublisher(projectId: string): {
  publish: (topic: string, payload: Buffer) => Promise<void>;
  close: () => Promise<void>;
} {
  const pubsub = new PubSub({ projectId });
  return {
    publish: async (topic, payload) => {
      await pubsub.topic(topic, { batching: { maxMessages: 1 } }).publishMessage({ data: payload });
    },
    close: () => pubsub.close(),
  };
}
