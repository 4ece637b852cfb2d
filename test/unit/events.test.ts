import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { ALERTS, type Alert } from '../../shared/domain/log/alerts.ts';
import { eventsPage } from '../../shared/domain/log/eventsPage.ts';
import { LOG_FIELDS, type LogEvent } from '../../shared/domain/log/logFields.ts';
import { filterOf, LOG_METRICS, type LogMetric } from '../../shared/domain/log/metrics.ts';
import { LOG_EVENTS } from '../../shared/domain/logEvents.ts';
import { type Emission, findEmissions } from '../support/log/findEmissions.ts';
import { anchorsOf } from '../support/markdown.ts';

const ROOT = new URL('../../', import.meta.url);
const EVENTS = Object.entries<LogEvent>(LOG_EVENTS);
const METRICS = Object.entries<LogMetric>(LOG_METRICS);

describe('the vocabulary', () => {
  let emissions: readonly Emission[];
  // The compiler looks at the whole product.
  beforeAll(() => {
    emissions = findEmissions();
  }, 180_000);

  const of = (name: string) => emissions.filter(({ events }) => events.includes(name));

  test.each(EVENTS)('%s is written somewhere, with each of its fields and no other', (name, { fields }) => {
    expect(of(name)).not.toEqual([]);
    const written = new Set(of(name).flatMap((emission) => emission.fields));
    expect([...written].sort()).toEqual([...fields].sort());
  });

  test('has every event that is written', () => {
    const known = new Set(Object.keys(LOG_EVENTS));
    const unknown = emissions.filter(
      ({ events }) => events.length === 0 || events.some((name) => !known.has(name)),
    );
    expect(unknown).toEqual([]);
    expect(emissions.length).toBeGreaterThan(EVENTS.length);
  });

  test('has no field that no event has', () => {
    const used = new Set(EVENTS.flatMap(([, { fields }]) => fields));
    expect([...used].sort()).toEqual(Object.keys(LOG_FIELDS).sort());
  });

  test('says of each event and of each field what it means, and what to do', () => {
    const sentences = [
      ...EVENTS.flatMap(([, { meaning, action }]) => [meaning, action]),
      ...Object.values(LOG_FIELDS).map(({ meaning }) => meaning),
    ];
    for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z`].*[.…]$/);
  });
});

test('docs/events.md is what the code says: renew it with npm run --silent admin -- events > docs/events.md', async () => {
  expect(await readFile(new URL('docs/events.md', ROOT), 'utf8')).toBe(`${eventsPage()}\n`);
});

describe('a metric', () => {
  test.each(METRICS)(
    '%s is made of lines that are written in the cloud, by fields that they have',
    (_, metric) => {
      const { events, value, labels, where = {} } = metric;
      const fields = [...labels, ...Object.keys(where), ...(value === undefined ? [] : [value])];
      expect(events).not.toEqual([]);
      for (const name of events) {
        const event: LogEvent = LOG_EVENTS[name];
        expect(event.severity).not.toBe('DEBUG');
        if (events.length === 1) expect(event.fields).toEqual(expect.arrayContaining(fields));
      }
      const listed = new Set<string>(events.flatMap((name) => LOG_EVENTS[name].fields));
      for (const field of fields) expect(listed).toContain(field);
    },
  );

  test.each(METRICS)(
    '%s has a value that is a number, labels of few values, and a name that Google takes',
    (name, { value, labels }) => {
      if (value !== undefined) expect(LOG_FIELDS[value].kind).toBe('count');
      for (const label of labels) expect(LOG_FIELDS[label].kind).toBe('word');
      expect(name).toMatch(/^[a-z][a-z_]{1,99}$/);
    },
  );

  test('is filtered by event, by fields, and by having a value', () => {
    expect(filterOf(LOG_METRICS.sync_latency)).toBe(
      'labels.event="messageStored" AND jsonPayload.latencyMs>=0',
    );
    expect(filterOf(LOG_METRICS.sync_failures)).toBe(
      'labels.event="syncFailed" AND jsonPayload.retryable=false',
    );
    expect(filterOf(LOG_METRICS.messages_failed)).toBe(
      'labels.event=("messageBroken" OR "messageUnreadable")',
    );
  });

  test('of errors counts every event of that severity', () => {
    const severe = EVENTS.flatMap(([name, { severity }]) => (severity === 'ERROR' ? name : []));
    expect(LOG_METRICS.errors.events).toEqual(severe);
  });
});

describe('an alert', () => {
  const alerts = Object.entries<Alert>(ALERTS);

  test.each(alerts)('%s has its section in the runbook, which names it', async (name, { runbook }) => {
    const text = await readFile(new URL('docs/runbook.md', ROOT), 'utf8');
    const section = anchorsOf(text).get(runbook);
    expect(section).toContain(`\`${name}\``);
  });

  test.each(alerts)('%s asks of its metric what that has', (_, { on, condition: { kind, minutes } }) => {
    // Cloud Monitoring looks no further back for what is absent.
    expect(minutes).toBeLessThanOrEqual(23.5 * 60);
    if ('platform' in on) return;
    const { value, labels }: LogMetric = LOG_METRICS[on.metric];
    expect(kind === 'sum' || kind === 'p95').toBe(value !== undefined);
    expect(labels).toEqual(expect.arrayContaining(Object.keys(on.label ?? {})));
  });
});
