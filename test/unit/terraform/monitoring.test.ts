import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { FUNCTIONS } from '../../../functions/registry.ts';
import { ALERTS, type Alert } from '../../../shared/domain/log/alerts.ts';
import type { LogEvent } from '../../../shared/domain/log/logFields.ts';
import { filterOf, LOG_METRICS, type LogMetric } from '../../../shared/domain/log/metrics.ts';
import { LOG_EVENTS } from '../../../shared/domain/logEvents.ts';
import { anchorsOf } from '../../support/markdown.ts';
import {
  type Configuration,
  parseConfiguration,
  readSources,
  TERRAFORM,
} from '../../support/terraform/configuration.ts';
import { evaluateLocals, hasTerraform } from '../../support/terraform/evaluate.ts';
import { literalOf, tablesOf } from '../../support/terraform/tables.ts';

const Metric = z.object({ filter: z.string(), labels: z.array(z.string()), value: z.string().optional() });
const Vocabulary = z.object({
  metrics: z.record(z.string(), Metric),
  alerts: z.record(z.string(), z.object({ runbook: z.string() })),
});

let configuration: Configuration;
let written: unknown;
beforeAll(async () => {
  configuration = await parseConfiguration(await readSources());
  written = JSON.parse(await readFile(new URL('metrics.json', TERRAFORM), 'utf8'));
});

test('metrics.json is what the code says: renew it with npm run --silent admin -- events --metrics --json > terraform/metrics.json && npm run format', () => {
  const metrics = Object.entries<LogMetric>(LOG_METRICS).map(([name, metric]) => [
    name,
    { ...metric, filter: filterOf(metric) },
  ]);
  expect(written).toEqual({
    metrics: Object.fromEntries(metrics),
    alerts: ALERTS,
  });
});

describe('a metric', () => {
  const EVENTS: Readonly<Record<string, LogEvent>> = LOG_EVENTS;

  test('is made of events that there are, by fields that they have', () => {
    for (const { filter, labels, value } of Object.values(Vocabulary.parse(written).metrics)) {
      const [, list = ''] = /labels\.event=(\([^)]*\)|"\w+")/.exec(filter) ?? [];
      const names = [...list.matchAll(/"(\w+)"/g)].map(([, event = '']) => event);
      const fields = names.map((event) => EVENTS[event]?.fields);
      expect(fields).not.toEqual([]);
      const counted = [...filter.matchAll(/jsonPayload\.(\w+)/g)].map(([, field = '']) => field);
      for (const each of fields)
        expect(each).toEqual(expect.arrayContaining([...counted, ...(value ? [value] : [])]));
      // A line that lacks a label counts under an empty one.
      expect(fields.flat()).toEqual(expect.arrayContaining(labels));
    }
  });

  test('counts the lines of functions alone', () => {
    expect(literalOf(configuration, 'google_logging_metric.this', 'filter')).toMatch(
      /^resource\.type="cloud_run_revision" AND \$\{each\.value\.filter\}$/,
    );
  });
});

describe('an alert', () => {
  const policy = (path: string) => literalOf(configuration, 'google_monitoring_alert_policy.this', path);

  test('has a policy that links to its section of the runbook', async () => {
    const link = `\${var.runbook_url}#\${each.value.runbook}`;
    expect(policy('for_each')).toBe(`\${local.vocabulary.alerts}`);
    expect(policy('documentation.links.url')).toBe(link);
    expect(policy('documentation.content')).toContain(link);
    const anchors = anchorsOf(await readFile(new URL('../docs/runbook.md', TERRAFORM), 'utf8'));
    for (const { runbook } of Object.values(Vocabulary.parse(written).alerts))
      expect([...anchors.keys()]).toContain(runbook);
  });
});

const given = {
  project: 'estio',
  google_client_id: 'estio.apps.googleusercontent.com',
  alert_emails: ['oncall@example.com'],
  runbook_url: 'https://example.com/runbook.md',
  operators: ['group:operations@example.com'],
};
const NAMES = [
  'queries',
  'environments',
  'mounted',
  'readers',
  'publishers',
  'indexes',
  'fields',
  'charts',
  'by_hand',
  'public',
];
const Evaluated = z.object({
  queries: z.record(z.string(), z.string()),
  environments: z.record(z.string(), z.record(z.string(), z.string())),
  mounted: z.record(z.string(), z.record(z.string(), z.string())),
  readers: z.record(z.string(), z.unknown()),
  publishers: z.record(z.string(), z.unknown()),
  indexes: z.record(z.string(), z.unknown()),
  fields: z.record(z.string(), z.unknown()),
  charts: z.array(z.object({ query: z.string() })),
  by_hand: z.record(z.string(), z.unknown()),
  public: z.array(z.string()),
});

(hasTerraform ? describe : describe.skip)('what Terraform makes of it', () => {
  const evaluate = async (more: object) =>
    Evaluated.parse(await evaluateLocals(configuration, NAMES, { ...given, ...more }));

  test('is a query for each alert, on what it counts, over its time', async () => {
    const { queries, charts } = await evaluate({});
    expect(Object.keys(queries).sort()).toEqual(Object.keys(ALERTS).sort());
    const all: Readonly<Record<string, Alert>> = ALERTS;
    for (const [name, { on, condition }] of Object.entries(all)) {
      const metric =
        'metric' in on ? `logging_googleapis_com:user_${on.metric}` : 'pubsub_googleapis_com:subscription_';
      expect(queries[name]).toContain(metric);
      expect(queries[name]).toContain(`[${condition.minutes}m]`);
    }
    expect(queries['slow']).toBe(
      'histogram_quantile(0.95, sum by (le) (increase(logging_googleapis_com:user_sync_latency_bucket{monitored_resource="cloud_run_revision",trigger="push"}[15m]))) > 10000',
    );
    expect(queries['pollMissing']).toBe(
      '(sum(increase(logging_googleapis_com:user_polls{monitored_resource="cloud_run_revision",outcome="finished"}[50m])) or vector(0)) < 1',
    );
    expect(queries['deadLetters']).toBe(
      'sum(increase(pubsub_googleapis_com:subscription_dead_letter_message_count{monitored_resource="pubsub_subscription"}[5m])) > 0',
    );
    expect(queries['quotaUsed']).toMatch(/ > 4800000$/);
    const { queries: smaller } = await evaluate({ gmail_project_units_per_minute: 600_000 });
    expect(smaller['quotaUsed']).toMatch(/ > 2400000$/);
    expect(charts.length).toBe(Object.keys(LOG_METRICS).length);
  });

  test('is the least for each function, with an app at GHL and without', async () => {
    const { roles } = tablesOf(configuration);
    const without = await evaluate({});
    const withApp = await evaluate({ ghl_client_id: 'an-app' });
    expect(Object.keys(without.environments).sort()).toEqual([...FUNCTIONS].sort());
    expect(without.mounted['ghlRelay']).toEqual({});
    expect(withApp.mounted['ghlRelay']).toEqual({ GHL_CLIENT_SECRET: 'ghl-client-secret' });
    expect(withApp.environments['ghlRelay']).toMatchObject({
      GHL_CLIENT_ID: 'an-app',
      GOOGLE_CLOUD_PROJECT: 'estio',
    });
    expect(withApp.mounted['saveContact']).toEqual({});
    const rows = Object.entries(roles).flatMap(([name, { reads }]) =>
      reads.map((secret) => `${name} ${secret}`),
    );
    expect(Object.keys(withApp.readers).sort()).toEqual(rows.sort());
    expect(Object.keys(without.readers).filter((row) => row.endsWith('GHL_CLIENT_SECRET'))).toEqual([]);
    const isPublic = /^callable$|^http$/;
    const open = Object.entries(tablesOf(configuration).functions).filter(([, { kind }]) =>
      isPublic.test(kind),
    );
    expect([...withApp.public].sort()).toEqual(open.map(([name]) => name).sort());
    expect(withApp.public).not.toEqual(expect.arrayContaining(['gmailPush']));
    expect(Object.keys(withApp.by_hand).sort()).toEqual(
      ['auditMailboxes', 'pollMailboxes', 'renewWatches'].map(
        (name) => `${name} group:operations@example.com`,
      ),
    );
  });

  test('has every index and every field of firestore.indexes.json', async () => {
    const Specs = z.object({ indexes: z.array(z.unknown()), fieldOverrides: z.array(z.unknown()) });
    const file = await readFile(new URL('firestore.indexes.json', TERRAFORM), 'utf8');
    const specs = Specs.parse(JSON.parse(file));
    const { indexes, fields } = await evaluate({});
    expect(Object.keys(indexes).length).toBe(specs.indexes.length);
    expect(Object.keys(fields).length).toBe(specs.fieldOverrides.length);
  });
});
