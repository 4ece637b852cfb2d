import type { Command } from 'commander';
import { z } from 'zod';
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
    .option('--metrics', 'of the JSON, only the metrics and alerts: what Terraform reads')
    .action((options) => events(admin, Options.parse(options)));
}

const Options = z.object({ metrics: z.boolean().default(false) });

function events({ terminal }: Admin, { metrics: isBrief }: z.output<typeof Options>): void {
  const metrics = Object.entries<LogMetric>(LOG_METRICS).map(([name, metric]) => [
    name,
    { ...metric, filter: filterOf(metric) },
  ]);
  const brief = { metrics: Object.fromEntries(metrics), alerts: ALERTS };
  terminal.page(eventsPage(), isBrief ? brief : { events: LOG_EVENTS, fields: LOG_FIELDS, ...brief });
}
