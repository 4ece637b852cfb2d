import { deadLetterTopicOf, TOPIC_NAMES, TOPICS } from '../topics.ts';
import { applied, rowOf } from './applied.ts';
import { ACK_DEADLINE_SECONDS, type ExpectedTopic, plainName } from './expected.ts';
import { counted, type Finding, notChecked, ok, warning, wrong } from './finding.ts';

/** A subscription, as far as anything depends on it. */
export interface SubscriptionFacts {
  readonly name: string;
  /** Full, or `_deleted-topic_`. */
  readonly topic: string;
  /** Null where it is pulled. */
  readonly pushEndpoint: string | null;
  /** Whose OIDC token a push carries. */
  readonly oidcAccount: string | null;
  readonly ackDeadlineSeconds: number;
  readonly hasRetryPolicy: boolean;
  /** Full. */
  readonly deadLetterTopic: string | null;
  readonly state: string;
  /** Deleted after so long without use; null: never. */
  readonly expiresAfterSeconds: number | null;
}

/** Null where there is no such topic. */
export type TopicFacts = { readonly subscriptions: readonly SubscriptionFacts[] } | null;

/** Where an emulator is: there are neither accounts nor dead letters. */
export interface Emulated {
  readonly emulator: string | undefined;
}

export const shortName = (full: string): string => full.split('/').at(-1) ?? full;

export function judgeTopic(
  { topic, project }: ExpectedTopic,
  facts: TopicFacts,
  { emulator }: Emulated,
): Finding {
  const check = `topic ${topic}`;
  if (facts) return ok(check, `is there, in project ${project}`);
  const create = `gcloud pubsub topics create ${topic} --project=${project}`;
  return wrong(
    check,
    `there is no topic ${topic} in project ${project}`,
    emulator === undefined
      ? byTerraform('google_pubsub_topic.this', { topic, project }, create)
      : `curl -X PUT http://${emulator}/v1/projects/${project}/topics/${topic}`,
  );
}

/** As Terraform names them. */
const OURS: readonly string[] = TOPIC_NAMES;
const PUSH = 'google_pubsub_subscription.push';
const DEAD = 'google_pubsub_subscription.dead';
const pushOf = (topic: string): string => `${topic}-push`;

const byTerraform = (
  resource: string,
  { topic, project }: Pick<ExpectedTopic, 'topic' | 'project'>,
  byHand: string,
): string => (OURS.includes(topic) ? applied(project, rowOf(resource, topic), byHand) : byHand);

interface Problem {
  readonly isSerious: boolean;
  readonly says: string;
  readonly flags: string;
}

/** Whether what is published reaches its function, safely. */
export function judgePush(
  expected: ExpectedTopic,
  facts: TopicFacts,
  { emulator, targets }: Emulated & { targets: readonly string[] },
): Finding {
  const { topic, project, target } = expected;
  const check = `push of ${topic}`;
  if (!facts) return notChecked(check, `there is no topic ${topic}`);
  const pushing = facts.subscriptions.filter(({ pushEndpoint }) => pushEndpoint !== null);
  const [subscription, second] = pushing;
  if (!subscription) {
    const says = `no subscription pushes what is published to ${topic}, so ${target} is never called`;
    return wrong(check, says, createPush(expected, emulator));
  }
  const name = shortName(subscription.name);
  const problems = problemsOf(subscription, expected, { emulator, targets });
  if (problems.length > 0) {
    const says = `subscription ${name} ${problems.map((problem) => problem.says).join('; it ')}`;
    const flags = [...new Set(problems.map((problem) => problem.flags))].join(' ');
    const update = `gcloud pubsub subscriptions update ${name} --project=${projectOf(subscription.name, project)} ${flags}`;
    const isTerraforms = emulator === undefined && name === pushOf(topic);
    const mend = isTerraforms ? byTerraform(PUSH, { topic, project }, update) : update;
    return problems.some(({ isSerious }) => isSerious)
      ? wrong(check, says, mend)
      : warning(check, says, mend);
  }
  if (second) {
    const says = `${counted(pushing.length, 'subscription')} push it, so everything is worked on more than once`;
    const mend = `gcloud pubsub subscriptions delete ${shortName(second.name)} --project=${projectOf(second.name, project)}`;
    return warning(check, says, mend);
  }
  return ok(check, `${name} pushes to ${subscription.pushEndpoint}`);
}

function problemsOf(
  subscription: SubscriptionFacts,
  { topic, project, target }: ExpectedTopic,
  { emulator, targets }: Emulated & { targets: readonly string[] },
): readonly Problem[] {
  const endpoint = subscription.pushEndpoint ?? '';
  const deadLetter = `projects/${project}/topics/${deadLetterTopicOf(topic)}`;
  const found: Problem[] = [];
  const tell = (isWrong: boolean, says: string, flags: string, isSerious = true) => {
    if (isWrong) found.push({ isSerious, says, flags });
  };
  const named = targets.filter((each) => plainName(endpoint).includes(plainName(each)));
  tell(
    named.length > 0 && !named.includes(target),
    `pushes to ${endpoint}, which is ${named.join(', ')} and not ${target}`,
    `--push-endpoint=${urlOf(target)}`,
  );
  tell(
    subscription.ackDeadlineSeconds !== ACK_DEADLINE_SECONDS,
    `delivers again after ${subscription.ackDeadlineSeconds} s, while a run may still be at it, and not after ${ACK_DEADLINE_SECONDS} s`,
    `--ack-deadline=${ACK_DEADLINE_SECONDS}`,
  );
  if (emulator !== undefined) return found;
  const push = `--push-endpoint=${endpoint} --push-auth-service-account=SERVICE_ACCOUNT`;
  tell(
    subscription.state !== 'ACTIVE',
    `is in the state ${subscription.state}: Pub/Sub cannot push to ${endpoint}`,
    push,
  );
  tell(
    !endpoint.startsWith('https://'),
    `pushes to ${endpoint}, without TLS`,
    `--push-endpoint=${urlOf(target)}`,
  );
  tell(
    subscription.oidcAccount === null,
    'pushes without an OIDC token, which Cloud Run refuses; SERVICE_ACCOUNT is one with roles/run.invoker there',
    push,
  );
  tell(!subscription.hasRetryPolicy, 'has no retry policy, and repeats at once what failed', BACKOFF);
  tell(
    subscription.deadLetterTopic !== deadLetter,
    subscription.deadLetterTopic === null
      ? 'has no dead letter policy, and repeats for days what can never be done'
      : `leaves dead letters in ${subscription.deadLetterTopic}, and not in ${deadLetter}`,
    `--dead-letter-topic=${deadLetter} ${ATTEMPTS}`,
  );
  tell(subscription.expiresAfterSeconds !== null, expiry(subscription), KEEP, false);
  return found;
}

const BACKOFF = '--min-retry-delay=10s --max-retry-delay=600s';
const ATTEMPTS = '--max-delivery-attempts=20';
const KEEP = '--expiration-period=never';

const expiry = ({ expiresAfterSeconds }: SubscriptionFacts): string =>
  `is deleted after ${Math.round((expiresAfterSeconds ?? 0) / 86_400)} days without use`;

const urlOf = (target: string): string =>
  `"$(gcloud functions describe ${target} --region=REGION --format='value(url)')"`;

const projectOf = (name: string, otherwise: string): string =>
  /^projects\/([^/]+)\//.exec(name)?.[1] ?? otherwise;

function createPush({ topic, project, target }: ExpectedTopic, emulator: string | undefined): string {
  const full = `projects/${project}/topics/${topic}`;
  if (emulator !== undefined) {
    const body = JSON.stringify({
      topic: full,
      ackDeadlineSeconds: ACK_DEADLINE_SECONDS,
      pushConfig: { pushEndpoint: `http://127.0.0.1:8080/${target}/${full}` },
    });
    return `curl -X PUT http://${emulator}/v1/projects/${project}/subscriptions/${topic}-push -H 'Content-Type: application/json' -d '${body}'`;
  }
  const deadLetter = `--dead-letter-topic=${deadLetterTopicOf(topic)} ${ATTEMPTS}`;
  const create = `gcloud pubsub subscriptions create ${pushOf(topic)} --topic=${topic} --project=${project} --push-endpoint=${urlOf(target)} --push-auth-service-account=SERVICE_ACCOUNT --ack-deadline=${ACK_DEADLINE_SECONDS} ${BACKOFF} ${deadLetter} ${KEEP}`;
  return byTerraform(PUSH, { topic, project }, create);
}

/** Where dead letters wait for a person: without the subscription, Pub/Sub would throw them away. */
export function judgeDeadLetters(
  { topic, project }: ExpectedTopic,
  facts: { topic: boolean; subscription: SubscriptionFacts | null },
): Finding {
  const name = deadLetterTopicOf(topic);
  const check = `dead letters of ${topic}`;
  const full = `projects/${project}/topics/${name}`;
  const create = `gcloud pubsub subscriptions create ${name} --topic=${name} --project=${project} ${KEEP}`;
  const { subscription } = facts;
  if (!facts.topic) {
    const both = `gcloud pubsub topics create ${name} --project=${project} && ${create}`;
    return wrong(
      check,
      `there is no topic ${name}, so nothing leaves ${topic} that cannot be delivered`,
      byTerraform(DEAD, { topic, project }, both),
    );
  }
  if (!subscription)
    return wrong(
      check,
      `topic ${name} has no subscription ${name}: what comes is lost`,
      byTerraform(DEAD, { topic, project }, create),
    );
  if (subscription.topic !== full) {
    const mend = `gcloud pubsub subscriptions delete ${name} --project=${project} && ${byTerraform(DEAD, { topic, project }, create)}`;
    return wrong(check, `subscription ${name} is of ${subscription.topic}, and not of ${full}`, mend);
  }
  if (subscription.expiresAfterSeconds !== null) {
    const mend = `gcloud pubsub subscriptions update ${name} --project=${project} ${KEEP}`;
    return warning(
      check,
      `subscription ${name} ${expiry(subscription)}, with what is in it`,
      byTerraform(DEAD, { topic, project }, mend),
    );
  }
  return ok(check, `${name} keeps them`);
}

/** A binding of an IAM policy. */
export interface Binding {
  readonly role: string;
  readonly members: readonly string[];
}

const GMAIL = 'serviceAccount:gmail-api-push@system.gserviceaccount.com';
const PUBLISHING = ['roles/pubsub.publisher', 'roles/pubsub.editor', 'roles/pubsub.admin'];

/** Whether Gmail may publish; null where there is no such topic. */
export function judgeGmailPublisher(
  { topic, project }: ExpectedTopic,
  bindings: readonly Binding[] | null,
): Finding {
  const check = `Gmail's permission on ${topic}`;
  if (!bindings) return notChecked(check, `there is no topic ${topic}`);
  if (bindings.some(({ role, members }) => PUBLISHING.includes(role) && members.includes(GMAIL)))
    return ok(check, 'Gmail may publish to it');
  const allow = `gcloud pubsub topics add-iam-policy-binding ${topic} --project=${project} --member=${GMAIL} --role=roles/pubsub.publisher`;
  return wrong(
    check,
    `Gmail may not publish to ${topic}: every watch is refused, and mailboxes are only polled`,
    topic === TOPICS.notifications ? applied(project, 'google_pubsub_topic_iam_member.gmail', allow) : allow,
  );
}
