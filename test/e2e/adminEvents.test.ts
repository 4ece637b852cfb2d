import { expect, test } from '@jest/globals';
import { ALERTS } from '../../shared/domain/log/alerts.ts';
import { LOG_METRICS } from '../../shared/domain/log/metrics.ts';
import { LOG_EVENTS } from '../../shared/domain/logEvents.ts';
import { runAdmin } from '../support/stack/runAdmin.ts';

test('the vocabulary is printed as a page, and for scripts, without any configuration', async () => {
  const page = await runAdmin({}, ['events']);
  expect(page).toMatchObject({
    exitCode: 0,
    stderr: '',
    stdout: expect.stringMatching(/^# What the log says\n/),
  });
  const { exitCode, stdout } = await runAdmin({}, ['events', '--json']);
  expect(exitCode).toBe(0);
  const { events, metrics, alerts } = JSON.parse(stdout);
  expect(Object.keys(events)).toEqual(Object.keys(LOG_EVENTS));
  expect(Object.keys(alerts)).toEqual(Object.keys(ALERTS));
  expect(Object.keys(metrics)).toEqual(Object.keys(LOG_METRICS));
  expect(metrics.sync_latency).toMatchObject({
    filter: 'labels.event="messageStored" AND jsonPayload.latencyMs>=0',
    value: 'latencyMs',
  });
});
