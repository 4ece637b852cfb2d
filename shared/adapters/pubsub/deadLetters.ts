import type { PubSub, protos, v1 } from '@google-cloud/pubsub';
import { chunks } from '../../domain/chunks.ts';
import { ownAttributes } from '../../domain/deadLetter.ts';
import { deadLetterTopicOf, TOPICS, type TopicName } from '../../domain/topics.ts';
import type { DeadLetters, HeldLetter } from '../../ports/platform.ts';
import { isOutOfPatience, translating } from './errors.ts';

/** Pub/Sub answers as soon as it has one message; where there is none, it would wait for a minute and more. */
const PATIENCE_MS = 4_000;
const CALL_MS = 15_000;

/** Long enough to look at what is there; one that is killed hides it for so long. */
const HOLD_SECONDS = 60;

/** Of one request, which may have 512 KB. */
const HANDLES = 1_000;

/** A person waits, and sees what fails: nothing is repeated unseen for minutes. */
const callOptions = (timeout: number) => ({ timeout, retry: null });

interface Clients {
  readonly pubsub: PubSub;
  readonly subscriber: v1.SubscriberClient;
}

/** The pull subscriptions of the dead letter topics. `gmailTopic`: `projects/P/topics/T`, where Gmail has another one. */
export function pubsubDeadLetters(options: {
  projectId: string;
  gmailTopic: string | undefined;
}): DeadLetters {
  const opened = openOnce(options.projectId);
  const topicPath = (topic: TopicName) =>
    (topic === TOPICS.notifications && options.gmailTopic) || `projects/${options.projectId}/topics/${topic}`;
  const subscriptionPath = (topic: TopicName) =>
    deadLetterTopicOf(topicPath(topic)).replace('/topics/', '/subscriptions/');

  const onSubscription = async <T>(
    operation: string,
    topic: TopicName,
    call: (subscriber: v1.SubscriberClient, subscription: string) => Promise<T>,
  ): Promise<T> => {
    const { subscriber } = await opened();
    const path = subscriptionPath(topic);
    return translating({ operation, resource: 'subscription', path }, () => call(subscriber, path));
  };
  const hold = (topic: TopicName, ackIds: readonly string[], ackDeadlineSeconds: number) =>
    onSubscription('modifyAckDeadline', topic, async (subscriber, subscription) => {
      for (const some of chunks(ackIds, HANDLES)) {
        const request = { subscription, ackIds: [...some], ackDeadlineSeconds };
        await subscriber.modifyAckDeadline(request, callOptions(CALL_MS));
      }
    });

  return {
    async pull(topic, limit) {
      const received = await onSubscription('pull', topic, (subscriber, subscription) =>
        pullSome(subscriber, { subscription, maxMessages: limit }),
      );
      const letters = received.flatMap((each) => letterOf(topic, each) ?? []);
      if (letters.length > 0)
        await hold(
          topic,
          letters.map(({ handle }) => handle),
          HOLD_SECONDS,
        );
      return letters;
    },
    release: (topic, handles) => hold(topic, handles, 0),
    remove: (topic, handles) =>
      onSubscription('acknowledge', topic, async (subscriber, subscription) => {
        for (const some of chunks(handles, HANDLES))
          await subscriber.acknowledge({ subscription, ackIds: [...some] }, callOptions(CALL_MS));
      }),
    async publishAgain(letter) {
      const { pubsub } = await opened();
      const path = topicPath(letter.topic);
      const topic = pubsub.topic(path, {
        batching: { maxMessages: 1 },
        gaxOpts: callOptions(CALL_MS),
      });
      const message = { data: Buffer.from(letter.data), attributes: { ...ownAttributes(letter) } };
      await translating({ operation: 'publish', resource: 'topic', path }, () =>
        topic.publishMessage(message),
      );
    },
  };
}

/** Loaded when it is needed; the subscriber finds Pub/Sub, or its emulator, as the publisher does. */
function openOnce(projectId: string): () => Promise<Clients> {
  let clients: Promise<Clients> | undefined;
  const open = async (): Promise<Clients> => {
    const { PubSub, v1 } = await import('@google-cloud/pubsub');
    const pubsub = new PubSub({ projectId });
    const { servicePath, port, sslCreds } = await pubsub.getClientConfig();
    const subscriber = new v1.SubscriberClient({
      projectId,
      ...(servicePath !== undefined && { servicePath }),
      ...(port !== undefined && { port: Number(port) }),
      ...(sslCreds && { sslCreds }),
    });
    return { pubsub, subscriber };
  };
  return () => {
    clients ??= open();
    return clients;
  };
}

type Received = protos.google.pubsub.v1.IReceivedMessage;

async function pullSome(
  subscriber: v1.SubscriberClient,
  request: { subscription: string; maxMessages: number },
): Promise<readonly Received[]> {
  try {
    const [{ receivedMessages }] = await subscriber.pull(request, callOptions(PATIENCE_MS));
    return receivedMessages ?? [];
  } catch (error) {
    if (isOutOfPatience(error)) return [];
    throw error;
  }
}

function letterOf(topic: TopicName, { ackId, message }: Received): HeldLetter | undefined {
  if (!ackId || !message?.messageId) return undefined;
  const { data, attributes, publishTime } = message;
  return {
    topic,
    messageId: message.messageId,
    handle: ackId,
    data: typeof data === 'string' ? Buffer.from(data, 'base64') : (data ?? new Uint8Array()),
    attributes: attributes ?? {},
    diedAt: new Date(Number(publishTime?.seconds ?? 0) * 1_000),
  };
}
