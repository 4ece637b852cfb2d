import type { Command } from 'commander';
import { ALERTS } from '../../shared/domain/log/alerts.ts';
import { eventsPage } from '../../shared/domain/log/eventsPage.ts';
import { LOG_FIELDS } from '../../shared/domain/log/logFields.ts';
import { filterOf, LOG_METRICS, type LogMetric } from '../../shared/domain/log/metrics.ts';
import { LOG_EVENTS } from '../../shared/domain/logEvents.ts';
import type { Admin } from './admin.ts';

/** What the log says, and what is made of it. */
export function addEvents(program: Command, admin: Admin): void {
  program
    .command('events')
    .description('print the log’s events, fields, metrics and alerts, as Markdown or JSON')
    .action(() => events(admin));
}

function events({ terminal }: Admin): void {
  const metrics = Object.entries<LogMetric>(LOG_METRICS).map(([name, metric]) => [
    name,
    { ...metric, filter: filterOf(metric) },
  ]);
  terminal.page(eventsPage(), {
    events: LOG_EVENTS,
    fields: LOG_FIELDS,
    metrics: Object.fromEntries(metrics),
    alerts: ALERTS,
  });
}
