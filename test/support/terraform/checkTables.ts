import { NEEDS, type Need } from '../../../functions/needs.ts';
import { FUNCTIONS } from '../../../functions/registry.ts';
import { TOPICS } from '../../../shared/domain/topics.ts';
import type { Configuration } from './configuration.ts';
import { type Tables, tablesOf } from './tables.ts';

const TOPIC_OF: Readonly<Partial<Record<Need, string>>> = { jobs: TOPICS.jobs, outbox: TOPICS.outbox };
/** They open grants, or tokens of locations: all of these are sealed. */
const UNSEALS: readonly Need[] = ['gmail', 'ghl'];
const KEYRING = 'TOKEN_KEYRING';

/** What the tables of functions, roles and secrets say that the product does not, and the other way round. */
export function checkTables(configuration: Configuration): readonly string[] {
  const tables = tablesOf(configuration);
  return [
    ...differences('functions', Object.keys(tables.functions), FUNCTIONS),
    ...differences('roles', Object.keys(tables.roles), FUNCTIONS),
    ...differences('variables_of', Object.keys(tables.variables_of), [
      ...new Set(Object.values(NEEDS).flat()),
    ]),
    ...FUNCTIONS.flatMap((name) => checkFunction(tables, name)),
    ...checkSecrets(tables),
    ...forEachProblems(configuration),
  ];
}

function checkFunction(tables: Tables, name: keyof typeof NEEDS): readonly string[] {
  const row = tables.functions[name];
  const may = tables.roles[name];
  if (!row || !may) return [];
  const needs = NEEDS[name];
  const secrets = needs.flatMap((need) => tables.secrets_of[need] ?? []);
  const keyring = needs.some((need) => UNSEALS.includes(need)) ? [KEYRING] : [];
  return [
    ...differences(`needs of ${name}`, row.needs, needs),
    ...differences(`secrets of ${name}`, may.reads, [...keyring, ...secrets]),
    ...differences(
      `topics of ${name}`,
      may.publishes,
      needs.flatMap((need) => TOPIC_OF[need] ?? []),
    ),
    ...sizeProblems(name, row),
  ];
}

/** Pub/Sub takes a delivery for lost after 600 s, Scheduler a call after 1800. */
const LONGEST = { event: 540, scheduled: 1_800, http: 60, callable: 300 } as const;

function sizeProblems(name: string, { kind, cpu, concurrency, timeout }: Tables['functions'][string]) {
  return [
    ...(concurrency > 1 && Number(cpu) < 1
      ? [`${name}: more than one call at a time needs a whole CPU`]
      : []),
    ...(timeout > LONGEST[kind] ? [`${name}: ${timeout} s are too long for kind ${kind}`] : []),
  ];
}

function checkSecrets({ secret_names, secrets_of, roles }: Tables): readonly string[] {
  const read = new Set(Object.values(roles).flatMap(({ reads }) => reads));
  const mounted = Object.values(secrets_of).flat();
  return [
    ...Object.keys(secret_names).flatMap((name) => (read.has(name) ? [] : `secret ${name} is not used`)),
    ...[...read, ...mounted].flatMap((name) => (name in secret_names ? [] : `there is no secret ${name}`)),
  ];
}

/** Each resource that is there once a row. */
const FOR_EACH: Readonly<Record<string, string>> = {
  'google_cloudfunctions2_function.this': 'local.functions',
  'google_service_account.function': 'local.functions',
  'google_storage_bucket_object.source': 'local.functions',
  'google_pubsub_topic.this': 'local.topics',
  'google_pubsub_topic.dead': 'local.topics',
  'google_pubsub_subscription.push': 'local.topics',
  'google_pubsub_subscription.dead': 'local.topics',
  'google_pubsub_topic_iam_member.buries': 'local.topics',
  'google_pubsub_subscription_iam_member.buries': 'local.topics',
  'google_cloud_scheduler_job.this': 'local.schedules',
  'google_secret_manager_secret.this': 'local.secrets',
  'google_logging_metric.this': 'local.metrics',
  'google_monitoring_alert_policy.this': 'local.vocabulary.alerts',
  'google_firestore_index.this': 'local.indexes',
  'google_firestore_field.this': 'local.fields',
};

const forEachProblems = ({ blocks }: Configuration): readonly string[] =>
  Object.entries(FOR_EACH).flatMap(([address, rows]) => {
    const body = blocks.find((block) => block.address === address)?.body;
    return body?.['for_each'] === `\${${rows}}` ? [] : [`there is no ${address} for each of ${rows}`];
  });

function differences(what: string, found: readonly string[], wanted: readonly string[]): readonly string[] {
  return [
    ...wanted.filter((name) => !found.includes(name)).map((name) => `${what}: ${name} is missing`),
    ...found.filter((name) => !wanted.includes(name)).map((name) => `${what}: ${name} should not be there`),
  ];
}
