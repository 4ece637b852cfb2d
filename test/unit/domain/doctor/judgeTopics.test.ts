import { describe, expect, test } from '@jest/globals';
import { expectedTopics } from '../../../../shared/domain/doctor/expected.ts';
import {
  type Binding,
  judgeDeadLetters,
  judgeGmailPublisher,
  judgePush,
  judgeTopic,
  type SubscriptionFacts,
} from '../../../../shared/domain/doctor/judgeTopics.ts';

const jobs = { topic: 'gmail-sync-jobs', project: 'estio', target: 'syncWorker', isGmail: false };
const right: SubscriptionFacts = {
  name: 'projects/estio/subscriptions/worker',
  topic: 'projects/estio/topics/gmail-sync-jobs',
  pushEndpoint: 'https://syncworker-x.a.run.app/',
  oidcAccount: 'push@estio.iam.gserviceaccount.com',
  ackDeadlineSeconds: 600,
  hasRetryPolicy: true,
  deadLetterTopic: 'projects/estio/topics/gmail-sync-jobs-dead',
  state: 'ACTIVE',
  expiresAfterSeconds: null,
};
const targets = ['gmailPush', 'syncWorker', 'ghlRelay'];
const push = (subscriptions: readonly SubscriptionFacts[], emulator?: string) =>
  judgePush(jobs, { subscriptions }, { emulator, targets });

describe('a topic', () => {
  test('of Gmail’s is where GMAIL_TOPIC says', () => {
    expect(expectedTopics('estio', 'projects/other/topics/mail')[0]).toEqual({
      topic: 'mail',
      project: 'other',
      target: 'gmailPush',
      isGmail: true,
    });
    expect(expectedTopics('estio', undefined).map(({ topic, project }) => [topic, project])).toEqual([
      ['gmail-sync', 'estio'],
      ['gmail-sync-jobs', 'estio'],
      ['ghl-outbox', 'estio'],
    ]);
  });

  test('that is missing is created by Terraform, or on the emulator by its API', () => {
    expect(judgeTopic(jobs, null, { emulator: undefined }).mend).toBe(
      `terraform -chdir=terraform apply -var-file='<tfvars of project estio>' -target='google_pubsub_topic.this["gmail-sync-jobs"]' # by hand: gcloud pubsub topics create gmail-sync-jobs --project=estio`,
    );
    expect(judgeTopic(jobs, null, { emulator: '127.0.0.1:8086' }).mend).toBe(
      'curl -X PUT http://127.0.0.1:8086/v1/projects/estio/topics/gmail-sync-jobs',
    );
  });
});

describe('a push subscription', () => {
  test.each<[string, Partial<SubscriptionFacts>, 'wrong' | 'warning', RegExp, string]>([
    [
      'pushes to another function',
      { pushEndpoint: 'https://ghlrelay-x.a.run.app/' },
      'wrong',
      /ghlRelay and not syncWorker/,
      '--push-endpoint=',
    ],
    ['delivers too early', { ackDeadlineSeconds: 60 }, 'wrong', /after 60 s/, '--ack-deadline=600'],
    ['cannot push', { state: 'RESOURCE_ERROR' }, 'wrong', /RESOURCE_ERROR/, '--push-auth-service-account='],
    [
      'pushes in the clear',
      { pushEndpoint: 'http://syncworker.example/' },
      'wrong',
      /without TLS/,
      '--push-endpoint=',
    ],
    ['has no token', { oidcAccount: null }, 'wrong', /OIDC/, '--push-auth-service-account='],
    ['has no backoff', { hasRetryPolicy: false }, 'wrong', /no retry policy/, '--min-retry-delay=10s'],
    [
      'has no dead letters',
      { deadLetterTopic: null },
      'wrong',
      /no dead letter policy/,
      '--dead-letter-topic=',
    ],
    [
      'has others’ dead letters',
      { deadLetterTopic: 'projects/x/topics/y' },
      'wrong',
      /projects\/x\/topics\/y/,
      '--dead-letter-topic=',
    ],
    ['expires', { expiresAfterSeconds: 2_678_400 }, 'warning', /31 days/, '--expiration-period=never'],
  ])('that %s is told', (_, facts, status, says, flags) => {
    const found = push([{ ...right, ...facts }]);
    expect(found).toMatchObject({ status, says: expect.stringMatching(says) });
    expect(found.mend).toContain('gcloud pubsub subscriptions update worker --project=estio');
    expect(found.mend).toContain(flags);
  });

  test('that is Terraform’s is changed by it, lest it be changed back', () => {
    const own = {
      ...right,
      name: 'projects/estio/subscriptions/gmail-sync-jobs-push',
      ackDeadlineSeconds: 10,
    };
    expect(push([own]).mend).toMatch(
      /-target='google_pubsub_subscription\.push\["gmail-sync-jobs"\]' # by hand: gcloud .*--ack-deadline=600/,
    );
  });

  test('that is right, beside one that is pulled, is well', () => {
    expect(push([{ ...right, pushEndpoint: null }, right])).toMatchObject({ status: 'ok' });
  });

  test('that is one of two has everything done twice', () => {
    const second = { ...right, name: 'projects/estio/subscriptions/old' };
    expect(push([right, second])).toMatchObject({
      status: 'warning',
      mend: 'gcloud pubsub subscriptions delete old --project=estio',
    });
  });

  test('on the emulator needs neither token nor TLS nor dead letters', () => {
    const plain = {
      ...right,
      pushEndpoint: 'http://127.0.0.1:8080/syncWorker/projects/estio/topics/gmail-sync-jobs',
      oidcAccount: null,
      deadLetterTopic: null,
      expiresAfterSeconds: 2_678_400,
    };
    expect(push([plain], '127.0.0.1:8086').status).toBe('ok');
    expect(push([], '127.0.0.1:8086').mend).toContain('curl -X PUT http://127.0.0.1:8086/v1/projects/estio/');
  });
});

describe('dead letters', () => {
  const kept = {
    ...right,
    name: 'n',
    topic: 'projects/estio/topics/gmail-sync-jobs-dead',
    pushEndpoint: null,
  };

  test.each<[string, Parameters<typeof judgeDeadLetters>[1], string, RegExp]>([
    [
      'without a topic',
      { topic: false, subscription: null },
      'wrong',
      /topics create .* && gcloud pubsub subscriptions create/,
    ],
    [
      'without a subscription',
      { topic: true, subscription: null },
      'wrong',
      /subscriptions create gmail-sync-jobs-dead/,
    ],
    [
      'of a deleted topic',
      { topic: true, subscription: { ...kept, topic: '_deleted-topic_' } },
      'wrong',
      /delete .* && .* create/,
    ],
    [
      'that expire',
      { topic: true, subscription: { ...kept, expiresAfterSeconds: 86_400 } },
      'warning',
      /--expiration-period=never/,
    ],
  ])('%s are told', (_, facts, status, mend) => {
    expect(judgeDeadLetters(jobs, facts)).toMatchObject({ status, mend: expect.stringMatching(mend) });
  });

  test('that are kept are well', () => {
    expect(judgeDeadLetters(jobs, { topic: true, subscription: kept }).status).toBe('ok');
  });
});

describe("Gmail's permission", () => {
  const gmail = 'serviceAccount:gmail-api-push@system.gserviceaccount.com';

  test.each<[string, readonly Binding[] | null, string]>([
    ['as it should be', [{ role: 'roles/pubsub.publisher', members: ['user:a@x.example', gmail] }], 'ok'],
    ['of a wider role', [{ role: 'roles/pubsub.editor', members: [gmail] }], 'ok'],
    ['of a role that does not publish', [{ role: 'roles/pubsub.viewer', members: [gmail] }], 'wrong'],
    ['of somebody else', [{ role: 'roles/pubsub.publisher', members: ['user:a@x.example'] }], 'wrong'],
    ['that is not there', [], 'wrong'],
    ['on no topic', null, 'notChecked'],
  ])('%s', (_, bindings, status) => {
    expect(judgeGmailPublisher(jobs, bindings).status).toBe(status);
  });
});
