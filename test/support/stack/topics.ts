import { PubSub, type Topic } from '@google-cloud/pubsub';
import type { FunctionName } from '../../../functions/registry.ts';

/** Which function each topic pushes to. */
const TOPICS: Readonly<Record<string, FunctionName>> = {
  'gmail-sync': 'gmailPush',
  'gmail-sync-jobs': 'syncWorker',
  'ghl-outbox': 'ghlRelay',
};

/**
 * Creates the topics, and the push subscriptions if there is a server to push to. Those of an earlier run on the
 * same emulator push to the new server, with what they still hold.
 */
export async function createTopics(projectId: string, serverUrl?: string): Promise<void> {
  const pubsub = new PubSub({ projectId });
  await Promise.all(
    Object.entries(TOPICS).map(async ([name, target]) => {
      const topic = pubsub.topic(name);
      await unlessExists(topic.create());
      if (serverUrl === undefined) return;
      // The framework reads the topic's name from the path.
      await subscribe(topic, `${serverUrl}/${target}/projects/${projectId}/topics/${name}`);
    }),
  );
  await pubsub.close();
}

async function subscribe(topic: Topic, pushEndpoint: string): Promise<void> {
  const subscription = topic.subscription(`${topic.name.split('/').at(-1)}-push`);
  await unlessExists(
    subscription.create({
      pushEndpoint,
      ackDeadlineSeconds: 600,
      retryPolicy: { minimumBackoff: { seconds: 1 }, maximumBackoff: { seconds: 60 } },
    }),
  );
  await subscription.modifyPushConfig({ pushEndpoint });
}

const ALREADY_EXISTS = 6;

async function unlessExists(creation: Promise<unknown>): Promise<void> {
  try {
    await creation;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === ALREADY_EXISTS)) throw error;
  }
}
