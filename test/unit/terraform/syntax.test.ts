import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { checkArguments } from '../../support/terraform/checkArguments.ts';
import { checkReferences } from '../../support/terraform/checkReferences.ts';
import { checkRoles } from '../../support/terraform/checkRoles.ts';
import { checkTables } from '../../support/terraform/checkTables.ts';
import {
  type Configuration,
  parseConfiguration,
  readSources,
  TERRAFORM,
} from '../../support/terraform/configuration.ts';
import { hasTerraform } from '../../support/terraform/evaluate.ts';
import { NEWER_TYPES } from '../../support/terraform/newerSchema.ts';

let sources: Readonly<Record<string, string>>;
let configuration: Configuration;
beforeAll(async () => {
  sources = await readSources();
  configuration = await parseConfiguration(sources);
});

/** All that the checks find. */
const problemsOf = (checked: Configuration): readonly string[] =>
  [checkArguments, checkReferences, checkTables, checkRoles].flatMap((check) => check(checked));

describe('the configuration', () => {
  test('has only types and arguments that the provider knows, and all that it requires', () => {
    expect(checkArguments(configuration)).toEqual([]);
  });

  test('names nothing that is not declared, and declares nothing that is not named', () => {
    expect(checkReferences(configuration)).toEqual([]);
  });

  test('has the functions of the registry, each with what it needs and no more', () => {
    expect(checkTables(configuration)).toEqual([]);
  });

  test('gives no role that is not in a table, and none that is too much', () => {
    expect(checkRoles(configuration)).toEqual([]);
  });

  test('uses every type that is taken on trust', () => {
    const used = new Set(configuration.blocks.map(({ type }) => type));
    expect(NEWER_TYPES.filter((type) => !used.has(type))).toEqual([]);
  });

  (hasTerraform ? test : test.skip)('is formatted', async () => {
    const run = promisify(execFile)('terraform', ['fmt', '-check', '-recursive'], {
      cwd: fileURLToPath(TERRAFORM),
    });
    await expect(run).resolves.toBeTruthy();
  });
});

/** What is spoilt in which file, and what is said of it. */
const SPOILT: readonly [what: string, file: string, from: string, to: string, said: string][] = [
  [
    'a misspelt argument',
    'subscriptions.tf',
    'ack_deadline_seconds       = 600',
    'ack_dedline_seconds = 600',
    'google_pubsub_subscription.push.ack_dedline_seconds: there is no argument of this name',
  ],
  [
    'an argument in camel case',
    'subscriptions.tf',
    'ack_deadline_seconds       = 600',
    'ackDeadlineSeconds = 600',
    'google_pubsub_subscription.push.ackDeadlineSeconds: there is no argument of this name',
  ],
  [
    'a misspelt argument in a dynamic block',
    'functions.tf',
    'version    = "latest"',
    'versoin = "latest"',
    'google_cloudfunctions2_function.this.service_config.secret_environment_variables.versoin: there is no argument of this name',
  ],
  [
    'a missing argument',
    'scheduler.tf',
    'uri         = google_cloudfunctions2_function.this[each.key].service_config[0].uri',
    '',
    'google_cloud_scheduler_job.this.http_target lacks uri',
  ],
  [
    'a missing block',
    'secrets.tf',
    'replication {\n    auto {}\n  }',
    '',
    'google_secret_manager_secret.this lacks replication',
  ],
  [
    'a number that is none',
    'subscriptions.tf',
    'ack_deadline_seconds       = 600',
    'ack_deadline_seconds = "long"',
    'google_pubsub_subscription.push.ack_deadline_seconds is not a number: "long"',
  ],
  [
    'a value in the place of a block',
    'subscriptions.tf',
    'expiration_policy {',
    'expiration_policy = {',
    'google_pubsub_subscription.push.expiration_policy is a block, not a value',
  ],
  [
    'an unknown type',
    'gmail.tf',
    'resource "google_pubsub_topic_iam_member"',
    'resource "google_pubsub_topic_iam_membr"',
    'google_pubsub_topic_iam_membr.gmail: there is no type google_pubsub_topic_iam_membr',
  ],
  [
    'a reference to no resource',
    'gmail.tf',
    'google_pubsub_topic.this["gmail-sync"].name',
    'google_pubsub_topic.thus["gmail-sync"].name',
    'google_pubsub_topic_iam_member.gmail: there is no google_pubsub_topic.thus',
  ],
  [
    'a reference to no attribute',
    'scheduler.tf',
    'service_config[0].uri',
    'service_config[0].url',
    'google_cloud_scheduler_job.this: google_cloudfunctions2_function.this has no service_config.url',
  ],
  [
    'a reference to no variable',
    'topics.tf',
    'var.project',
    'var.projekt',
    'google_pubsub_topic.this: there is no var.projekt',
  ],
  [
    'each where there is no for_each',
    'gmail.tf',
    '["gmail-sync"]',
    '[each.key]',
    'google_pubsub_topic_iam_member.gmail: each.key refers to nothing',
  ],
  [
    'a variable that nothing uses',
    'variables.tf',
    'variable "operators" {',
    'variable "nobody" {\n  type = string\n}\n\nvariable "operators" {',
    'var.nobody is not used',
  ],
  [
    'a function without a resource',
    'functions.tf',
    'ghlWebhook = {',
    'ghlWebhok = {',
    'functions: ghlWebhook is missing',
  ],
  [
    'a function that is not in the registry',
    'functions.tf',
    'ghlWebhook = {',
    'ghlWebhok = {',
    'functions: ghlWebhok should not be there',
  ],
  [
    'a function with a secret that it does not need',
    'roles.tf',
    'publishes = ["gmail-sync-jobs"], reads = []',
    'publishes = ["gmail-sync-jobs"], reads = ["TOKEN_KEYRING"]',
    'secrets of ghlWebhook: TOKEN_KEYRING should not be there',
  ],
  [
    'a secret that nothing uses',
    'secrets.tf',
    'CRON_SECRET          =',
    'SPARE_SECRET = "spare-secret"\n    CRON_SECRET          =',
    'secret SPARE_SECRET is not used',
  ],
  [
    'several calls on half a CPU',
    'functions.tf',
    'cpu = "1", concurrency = 40',
    'cpu = "0.5", concurrency = 40',
    'gmailPush: more than one call at a time needs a whole CPU',
  ],
  [
    'a function with a role that it does not need',
    'roles.tf',
    'saveContact          = { project = ["roles/datastore.user"]',
    'saveContact          = { project = ["roles/datastore.user", "roles/pubsub.editor"]',
    'roles: roles/pubsub.editor is not needed',
  ],
  [
    'an owner',
    'roles.tf',
    '"roles/logging.viewer"',
    '"roles/owner"',
    'roles/owner on the whole project is too much',
  ],
  [
    'the right to read every secret',
    'roles.tf',
    '"roles/logging.viewer"',
    '"roles/secretmanager.secretAccessor"',
    'roles/secretmanager.secretAccessor on the whole project is too much',
  ],
  [
    'an event function that is open to all',
    'invokers.tf',
    'member   = google_service_account.pusher.member',
    'member   = "allUsers"',
    'google_cloud_run_service_iam_member.pusher lets everybody in',
  ],
  [
    'a role past the table',
    'gmail.tf',
    '"roles/pubsub.publisher"',
    '"roles/pubsub.editor"',
    'google_pubsub_topic_iam_member.gmail: roles/pubsub.editor is not in the table of roles',
  ],
];

describe('the checks find', () => {
  test.each(SPOILT)('%s', async (_, file, from, to, said) => {
    const source = sources[file] ?? '';
    expect(source).toContain(from);
    const spoilt = { ...sources, [file]: source.replace(from, () => to) };
    expect(problemsOf(await parseConfiguration(spoilt))).toContain(said);
  });

  test('what is no HCL', async () => {
    await expect(parseConfiguration({ ...sources, 'gmail.tf': 'resource "a" {' })).rejects.toThrow();
  });

  test('what is declared twice', async () => {
    const twice = { ...sources, 'more.tf': 'locals {\n  topics = {}\n}\n' };
    await expect(parseConfiguration(twice)).rejects.toThrow('topics is declared twice');
  });
});
