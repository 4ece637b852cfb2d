import { PubSub } from '@google-cloud/pubsub';
import type { FunctionName } from '../../../functions/registry.ts';

/** Which function each topic pushes to. */
const TOPICS: Readonly<Record<string, FunctionName>> = {
  'gmail-sync': 'gmailPush',
  'gmail-sync-jobs': 'syncWorker',
};

/** Creates the topics, and the push subscriptions if there is a server to push to. */
export async function createTopics(projectId: string, serverUrl?: string): Promise<void> {
  const pubsub = new PubSub({ projectId });
  await Promise.all(
    Object.entries(TOPICS).map(async ([name, target]) => {
      const [topic] = await pubsub.createTopic(name);
      if (serverUrl === undefined) return;
      await topic.createSubscription(`${name}-push`, {
        // The framework reads the topic's name from the path.
        pushEndpoint: `${serverUrl}/${target}/projects/${projectId}/topics/${name}`,
        ackDeadlineSeconds: 600,
        retryPolicy: { minimumBackoff: { seconds: 1 }, maximumBackoff: { seconds: 60 } },
      });
    }),
  );
  await pubsub.close();
}
