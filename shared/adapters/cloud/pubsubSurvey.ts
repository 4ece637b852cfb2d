import { pubsub } from 'googleapis/build/src/apis/pubsub/index.js';
import { z } from 'zod';
import type { ExpectedTopic } from '../../domain/doctor/expected.ts';
import type { SubscriptionFacts } from '../../domain/doctor/judgeTopics.ts';
import { deadLetterTopicOf } from '../../domain/topics.ts';
import type { CloudSurvey } from '../../ports/doctor.ts';
import type { Ask } from './cloudCaller.ts';

/** https://cloud.google.com/pubsub/docs/reference/rest/v1/projects.subscriptions */
const Subscription = z.object({
  name: z.string(),
  topic: z.string().default(''),
  pushConfig: z
    .object({
      pushEndpoint: z.string().default(''),
      oidcToken: z.object({ serviceAccountEmail: z.string().default('') }).optional(),
    })
    .default({ pushEndpoint: '' }),
  ackDeadlineSeconds: z.number().default(10),
  retryPolicy: z.object({}).optional(),
  deadLetterPolicy: z.object({ deadLetterTopic: z.string().default('') }).optional(),
  expirationPolicy: z.object({ ttl: z.string().optional() }).optional(),
  state: z.string().default('ACTIVE'),
});
const Topic = z.object({ name: z.string() });
const Names = z.object({ subscriptions: z.array(z.string()).default([]) });
const Policy = z.object({
  bindings: z.array(z.object({ role: z.string(), members: z.array(z.string()).default([]) })).default([]),
});

/** Unless it says otherwise, a subscription is deleted after a month without use. */
const DEFAULT_EXPIRY_SECONDS = 31 * 86_400;

type PubSubSurvey = Pick<CloudSurvey, 'topic' | 'deadLetters' | 'bindings'>;

/** Over REST, which the emulator speaks as well. `emulator`: its host and port. */
export function pubsubSurvey(
  ask: Ask,
  { emulator, rootUrl }: { emulator: string | undefined; rootUrl?: string | undefined },
): PubSubSurvey {
  const { projects } = clientOf(emulator === undefined ? rootUrl : `http://${emulator}/`);
  const of = { api: 'pubsub.googleapis.com', role: 'roles/pubsub.viewer', emulator };

  const readTopic = (topic: string, signal: AbortSignal) =>
    ask({
      of,
      send: (auth, options) => projects.topics.get({ topic, ...(auth && { auth }) }, options),
      answer: Topic,
      signal,
    });

  async function readSubscription(subscription: string, signal: AbortSignal) {
    const found = await ask({
      of,
      send: (auth, options) => projects.subscriptions.get({ subscription, ...(auth && { auth }) }, options),
      answer: Subscription,
      signal,
    });
    return found && factsOf(found);
  }

  return {
    async topic(expected, signal) {
      const topic = fullName(expected);
      if (!(await readTopic(topic, signal))) return null;
      const names = await ask({
        of,
        send: (auth, options) =>
          projects.topics.subscriptions.list({ topic, pageSize: 100, ...(auth && { auth }) }, options),
        answer: Names,
        signal,
      });
      const read = (names?.subscriptions ?? []).map((name) => readSubscription(name, signal));
      return { subscriptions: (await Promise.all(read)).flatMap((found) => found ?? []) };
    },

    async deadLetters({ topic, project }, signal) {
      const name = deadLetterTopicOf(topic);
      const [found, subscription] = await Promise.all([
        readTopic(`projects/${project}/topics/${name}`, signal),
        readSubscription(`projects/${project}/subscriptions/${name}`, signal),
      ]);
      return { topic: found !== undefined, subscription: subscription ?? null };
    },

    async bindings(expected, signal) {
      const policy = await ask({
        of: { ...of, role: 'roles/iam.securityReviewer' },
        send: (auth, options) =>
          projects.topics.getIamPolicy(
            { resource: fullName(expected), 'options.requestedPolicyVersion': 3, ...(auth && { auth }) },
            options,
          ),
        answer: Policy,
        signal,
      });
      return policy?.bindings ?? null;
    },
  };
}

const clientOf = (rootUrl: string | undefined) => pubsub({ version: 'v1', ...(rootUrl && { rootUrl }) });

const fullName = ({ topic, project }: ExpectedTopic): string => `projects/${project}/topics/${topic}`;

function factsOf(found: z.output<typeof Subscription>): SubscriptionFacts {
  const { pushConfig, expirationPolicy } = found;
  return {
    name: found.name,
    topic: found.topic,
    pushEndpoint: withoutQuery(pushConfig.pushEndpoint) || null,
    oidcAccount: pushConfig.oidcToken?.serviceAccountEmail || null,
    ackDeadlineSeconds: found.ackDeadlineSeconds,
    hasRetryPolicy: found.retryPolicy !== undefined,
    deadLetterTopic: found.deadLetterPolicy?.deadLetterTopic || null,
    state: found.state,
    expiresAfterSeconds: expirationPolicy ? secondsOf(expirationPolicy.ttl) : DEFAULT_EXPIRY_SECONDS,
  };
}

/** There may be a token in it. */
const withoutQuery = (url: string): string => url.replace(/\?.+$/, '?…');

/** Of `2678400s`; absent in a policy: never. */
const secondsOf = (ttl: string | undefined): number | null =>
  ttl === undefined ? null : Number.parseFloat(ttl);
