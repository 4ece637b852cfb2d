import { PubSub, type Topic } from '@google-cloud/pubsub';
import type { FunctionName } from '../../../functions/registry.ts';
import { deadLetterTopicOf, type TopicName } from '../../../shared/domain/topics.ts';

/** Which function each topic pushes to. */
const TARGETS: Readonly<Record<TopicName, FunctionName>> = {
  'gmail-sync': 'gmailPush',
  'gmail-sync-jobs': 'syncWorker',
  'ghl-outbox': 'ghlRelay',
};

/** As in the cloud: what fails for longer is a dead letter. */
const ATTEMPTS = 20;

/**
 * Creates the topics and, if there is a server to push to, or one a function, the push subscriptions, with dead letter
 * topics. Those of an earlier run on the same emulator push to the new server, with what they still hold.
 */
export async function createTopics(
  projectId: string,
  server?: string | ((target: FunctionName) => string),
): Promise<void> {
  const urlOf = typeof server === 'string' ? (target: FunctionName) => `${server}/${target}` : server;
  const pubsub = new PubSub({ projectId });
  await Promise.all(
    Object.entries(TARGETS).map(async ([name, target]) => {
      const topic = pubsub.topic(name);
      await unlessExists(topic.create());
      if (urlOf === undefined) return;
      const dead = pubsub.topic(deadLetterTopicOf(name));
      await unlessExists(dead.create());
      await unlessExists(dead.subscription(deadLetterTopicOf(name)).create());
      // The framework reads the topic's name from the path.
      await subscribe(topic, dead, `${urlOf(target)}/projects/${projectId}/topics/${name}`);
    }),
  );
  await pubsub.close();
}

async function subscribe(topic: Topic, dead: Topic, pushEndpoint: string): Promise<void> {
  const subscription = topic.subscription(`${topic.name.split('/').at(-1)}-push`);
  await unlessExists(
    subscription.create({
      pushEndpoint,
      ackDeadlineSeconds: 600,
      retryPolicy: { minimumBackoff: { seconds: 1 }, maximumBackoff: { seconds: 60 } },
      deadLetterPolicy: { deadLetterTopic: dead.name, maxDeliveryAttempts: ATTEMPTS },
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
