import { readdir, readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { InvalidConfig, readConfig } from '../../../functions/config.ts';
import { NEEDS } from '../../../functions/needs.ts';
import { ALIASES, FUNCTIONS } from '../../../functions/registry.ts';
import { CALLABLES } from '../../../shared/domain/callables/callables.ts';
import { EXPECTED_JOBS, expectedTopics } from '../../../shared/domain/doctor/expected.ts';
import { judgeJob } from '../../../shared/domain/doctor/judgeJobs.ts';
import {
  judgeDeadLetters,
  judgePush,
  type SubscriptionFacts,
} from '../../../shared/domain/doctor/judgeTopics.ts';
import { readHostingConfig } from '../../support/hosting/hostingConfig.ts';
import {
  type Configuration,
  parseConfiguration,
  readSources,
} from '../../support/terraform/configuration.ts';
import { configVariables, kindOf, reachOf, SEEN_IN_CODE } from '../../support/terraform/reach.ts';
import { literalOf, type Tables, tablesOf } from '../../support/terraform/tables.ts';

let configuration: Configuration;
let tables: Tables;
beforeAll(async () => {
  configuration = await parseConfiguration(await readSources());
  tables = tablesOf(configuration);
});

const literal = (address: string, path: string) => literalOf(configuration, address, path);

describe('a function', () => {
  test.each(FUNCTIONS)('%s is declared to need what its code reaches', (name) => {
    const declared = NEEDS[name].filter((need) => SEEN_IN_CODE.includes(need));
    expect([...declared].sort()).toEqual([...reachOf(name)].sort());
  });

  test.each(FUNCTIONS)('%s is of the kind that it registers itself as', (name) => {
    const kind = kindOf(name);
    expect(tables.functions[name]?.kind).toBe(kind);
    expect(NEEDS[name].includes('agents')).toBe(kind === 'callable');
    expect(NEEDS[name].includes('schedule')).toBe(kind === 'scheduled');
  });
});

/** Where one process serves all, and in tests. */
const ELSEWHERE = /^PORT$|_(API|AUTH|TOKEN|REVOKE)_URL$/;
const KEYRING = 'projects/estio/secrets/token-keyring/versions/latest';
const SAMPLE: Readonly<Record<string, string>> = {
  TOKEN_KEYRING: KEYRING,
  ENFORCE_APP_CHECK: 'true',
  APP_BASE_URL: 'https://estio.web.app',
  NEXT_PUBLIC_APP_URL: 'https://app.example.com',
  ALLOWED_ORIGINS: 'https://a.example.com,https://b.example.com',
  SCHEDULER_SERVICE_ACCOUNT: 'scheduler@estio.iam.gserviceaccount.com',
  CRON_SECRET: 'a secret of sixteen characters',
  GMAIL_MAILBOX_UNITS_PER_MINUTE: '6000',
  GMAIL_PROJECT_UNITS_PER_MINUTE: '1200000',
  INITIAL_SYNC_LIMIT: '50',
  HISTORY_FETCH_LIMIT: '100',
  MAX_CONCURRENT_SYNCS: '20',
  GHL_WEBHOOK_PUBLIC_KEY: '',
};
const sample = (name: string): string => SAMPLE[name] ?? 'told';

/** What Terraform gives a function, with `FUNCTION_TARGET` as the platform sets it. */
function environmentOf(name: (typeof FUNCTIONS)[number]): Record<string, string> {
  const given = NEEDS[name].flatMap((need) => [
    ...Object.keys(tables.variables_of[need] ?? {}),
    ...(tables.secrets_of[need] ?? []),
  ]);
  const variables = [...Object.keys(tables.everywhere), ...given].map((each) => [each, sample(each)]);
  return { ...Object.fromEntries(variables), FUNCTION_TARGET: name };
}

describe('the environment', () => {
  test('has every variable of the configuration, for some function, and no other', () => {
    const { everywhere, variables_of, secrets_of } = tables;
    const given = [everywhere, ...Object.values(variables_of)].flatMap((each) => Object.keys(each));
    const set = new Set([...given, ...Object.values(secrets_of).flat()]);
    const wanted = configVariables().filter((name) => !ELSEWHERE.test(name));
    expect(wanted.length).toBeGreaterThan(10);
    expect([...set].filter((name) => name !== 'NODE_ENV').sort()).toEqual([...wanted].sort());
  });

  test.each(FUNCTIONS)('of %s is a configuration that it begins with', (name) => {
    expect(readConfig(environmentOf(name)).GOOGLE_CLOUD_PROJECT).toBe('told');
  });

  test.each(FUNCTIONS)('%s does not begin without a secret that it needs, and has no other', (name) => {
    for (const secret of ['GOOGLE_CLIENT_SECRET', 'CRON_SECRET']) {
      const given = environmentOf(name);
      const { [secret]: value, ...without } = given;
      if (value === undefined) {
        const [first, second] = [readConfig(given), readConfig(given)].map((config) =>
          JSON.stringify(config),
        );
        expect(first).not.toBe(second);
      } else expect(() => readConfig(without)).toThrow(InvalidConfig);
    }
  });

  test('lacks nothing where one process serves all functions', () => {
    expect(() =>
      readConfig({ GOOGLE_CLOUD_PROJECT: 'p', GOOGLE_CLIENT_ID: 'c', TOKEN_KEYRING: KEYRING }),
    ).toThrow(/GOOGLE_CLIENT_SECRET is missing.*CRON_SECRET is missing/);
  });
});

describe('what `doctor` expects', () => {
  const now = new Date('2026-11-23T08:00:00Z');
  const topics = expectedTopics('estio', 'projects/estio/topics/gmail-sync');
  const of = (topic: string) => `projects/estio/topics/${topic}`;

  /** As Pub/Sub would tell of what Terraform makes. */
  const facts = (address: string, topic: string, target: string): SubscriptionFacts => ({
    name: `projects/estio/subscriptions/${topic}-push`,
    topic: of(topic),
    pushEndpoint: `https://${target.toLowerCase()}-abc-ew.a.run.app/${of(topic)}`,
    oidcAccount: literal(address, 'push_config.oidc_token.service_account_email') ? 'pusher' : null,
    ackDeadlineSeconds: Number(literal(address, 'ack_deadline_seconds')),
    hasRetryPolicy: literal(address, 'retry_policy') !== undefined,
    deadLetterTopic: literal(address, 'dead_letter_policy.dead_letter_topic') ? of(`${topic}-dead`) : null,
    state: 'ACTIVE',
    expiresAfterSeconds: literal(address, 'expiration_policy.ttl') === '' ? null : 1,
  });

  test('are the topics, each pushed to its function', () => {
    expect(tables.topics).toEqual(Object.fromEntries(topics.map(({ topic, target }) => [topic, target])));
    for (const expected of topics) {
      const subscription = facts('google_pubsub_subscription.push', expected.topic, expected.target);
      const finding = judgePush(
        expected,
        { subscriptions: [subscription] },
        { emulator: undefined, targets: FUNCTIONS },
      );
      expect(finding).toMatchObject({ status: 'ok' });
    }
  });

  test('is a place for dead letters, after twenty attempts of ten seconds to ten minutes', () => {
    const address = 'google_pubsub_subscription.push';
    expect(literal(address, 'dead_letter_policy.max_delivery_attempts')).toBe(20);
    expect(literal(address, 'retry_policy.minimum_backoff')).toBe('10s');
    expect(literal(address, 'retry_policy.maximum_backoff')).toBe('600s');
    for (const expected of topics) {
      const { topic } = expected;
      const dead = { ...facts('google_pubsub_subscription.dead', topic, ''), topic: of(`${topic}-dead`) };
      expect(judgeDeadLetters(expected, { topic: true, subscription: dead })).toMatchObject({ status: 'ok' });
    }
    expect(literal('google_pubsub_subscription.dead', 'ack_deadline_seconds')).toBe(60);
    expect(literal('google_pubsub_topic.dead', 'name')).toBe(`\${each.key}-dead`);
  });

  test('names only resources that there are', async () => {
    const folder = new URL('../../../shared/domain/doctor/', import.meta.url);
    const sources = (await readdir(folder)).map((name) => readFile(new URL(name, folder), 'utf8'));
    const named = (await Promise.all(sources)).flatMap((source) => source.match(/google_\w+\.\w+/g) ?? []);
    const addresses = new Set(configuration.blocks.map(({ address }) => address));
    expect(new Set(named).size).toBeGreaterThan(8);
    expect(named.filter((name) => !addresses.has(name))).toEqual([]);
    expect(tables.secret_names['TOKEN_KEYRING']).toBe('token-keyring');
  });

  test('are the schedules', () => {
    const jobs = Object.entries(tables.schedules).map(([target, schedule]) => ({
      name: `projects/estio/locations/europe-west1/jobs/${target}`,
      state: 'ENABLED',
      schedule,
      uri: `https://${target.toLowerCase()}-abc-ew.a.run.app`,
      lastAttemptAt: now,
      changedAt: now,
      lastCode: 0,
    }));
    expect(Object.keys(tables.schedules).sort()).toEqual(EXPECTED_JOBS.map(({ target }) => target).sort());
    for (const expected of EXPECTED_JOBS)
      expect(judgeJob(expected, jobs, { project: 'estio', now })).toMatchObject({ status: 'ok' });
    expect(literal('google_cloud_scheduler_job.this', 'attempt_deadline')).toBe('1800s');
  });
});

describe('Hosting', () => {
  const { rewrites } = readHostingConfig();
  const services = rewrites.flatMap((rewrite) => ('run' in rewrite ? rewrite : []));

  test('has the addresses of the registry and of every callable, and no others', () => {
    const callables = Object.keys(CALLABLES).map((name) => [`/api/${name}`, name]);
    const expected = [...Object.entries(ALIASES), ...callables];
    const found = services.map(({ source, run }) => [source, run.serviceId]);
    expect(found.sort()).toEqual(expected.map(([source, name]) => [source, name?.toLowerCase()]).sort());
  });

  test('finds the functions in the region where Terraform has them', () => {
    const { region } = z.object({ region: z.object({ default: z.string() }) }).parse(configuration.variables);
    expect([...new Set(services.map(({ run }) => run.region))]).toEqual([region.default]);
  });

  test('answers with the app wherever there is neither a function nor a file', () => {
    expect(rewrites.at(-1)).toEqual({ source: '!/@(api|assets|mail|__)/**', destination: '/index.html' });
    expect(services).toHaveLength(rewrites.length - 1);
  });
});
