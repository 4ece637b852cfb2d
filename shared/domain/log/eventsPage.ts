import { AGENT_EVENTS } from './agentEvents.ts';
import { ALERTS, type Alert } from './alerts.ts';
import { GHL_EVENTS } from './ghlEvents.ts';
import { LOG_FIELDS, type LogEvent } from './logFields.ts';
import { MAILBOX_EVENTS } from './mailboxEvents.ts';
import { filterOf, LOG_METRICS, type LogMetric } from './metrics.ts';
import { OPERATION_EVENTS } from './operationEvents.ts';
import { SYNC_EVENTS } from './syncEvents.ts';

type Events = Readonly<Record<string, LogEvent>>;

const GROUPS: Readonly<Record<string, Events>> = {
  'Syncing mailboxes': SYNC_EVENTS,
  'Mailboxes, their grants and their watches': MAILBOX_EVENTS,
  'What agents ask for': AGENT_EVENTS,
  'GoHighLevel, and contacts': GHL_EVENTS,
  'Rounds, jobs and the platform': OPERATION_EVENTS,
};

const HEAD = `# What the log says

One JSON line an event, in the format that Cloud Logging takes apart. Besides its own fields a line has \`severity\`, \`time\`, \`message\`, \`event\`, the trace of its request (\`logging.googleapis.com/trace\`, with the span), and the labels \`event\`, \`function\` and \`execution_id\`, by which all lines of one call of a function are found. No token, subject, body or address is in them: a field of a kind that it should not have, or that its event does not list, is not written. Lines of severity DEBUG are not written in the cloud.

\`\`\`sh
gcloud logging read 'labels.event="syncFailed"' --freshness=1d --format='value(timestamp, jsonPayload)'
gcloud logging read 'jsonPayload.mailboxId="…"' --freshness=1h --order=asc
\`\`\`

This page is made of [\`shared/domain/log\`](../shared/domain/log) by \`npm run --silent admin -- events > docs/events.md\`; with \`--json\` the same is for scripts.
`;

/** The whole vocabulary, with the metrics and the alerts that are made of it, as Markdown. */
export function eventsPage(): string {
  return [
    HEAD,
    '## Events\n',
    ...Object.entries(GROUPS).flatMap(([group, events]) => [`### ${group}\n`, eventTable(events)]),
    '## Fields\n',
    'An `id` has neither spaces nor `@`; a `word` is one of few; a `count` is a number, durations in milliseconds; a `time` is ISO 8601, UTC; an `error` is told without secrets.\n',
    table(
      ['field', 'kind', 'meaning'],
      Object.entries(LOG_FIELDS).map(([name, { kind, meaning }]) => [code(name), kind, meaning]),
    ),
    '## Metrics\n',
    'In Cloud Monitoring as `logging.googleapis.com/user/<name>`: a distribution of the values of a field, or a count of lines.\n',
    metricTable(LOG_METRICS),
    '## Alerts\n',
    alertTable(ALERTS),
  ]
    .join('\n')
    .trimEnd();
}

const eventTable = (events: Events): string =>
  table(
    ['event', 'severity', 'meaning', 'fields', 'what to do'],
    Object.entries(events).map(([name, { severity, meaning, fields, action }]) => [
      code(name),
      severity,
      meaning,
      fields.map(code).join(' '),
      action,
    ]),
  );

const metricTable = (metrics: Readonly<Record<string, LogMetric>>): string =>
  table(
    ['metric', 'meaning', 'values of', 'labels', 'lines'],
    Object.entries(metrics).map(([name, metric]) => [
      code(name),
      metric.meaning,
      metric.value === undefined ? '' : code(metric.value),
      metric.labels.map(code).join(' '),
      name === 'errors' ? 'those of severity ERROR' : code(filterOf(metric)),
    ]),
  );

const alertTable = (alerts: Readonly<Record<string, Alert>>): string =>
  table(
    ['alert', 'meaning', 'when', 'runbook'],
    Object.entries(alerts).map(([name, alert]) => [
      code(name),
      alert.meaning,
      whenOf(alert),
      `[what to do](runbook.md#${alert.runbook})`,
    ]),
  );

function whenOf({ on, condition }: Alert): string {
  const metric = 'platform' in on ? code(on.platform) : [code(on.metric), ...labelsOf(on.label)].join(' ');
  const within = `in ${condition.minutes} minutes`;
  switch (condition.kind) {
    case 'count':
    case 'sum':
      return `${metric}: more than ${condition.above} ${within}`;
    case 'p95':
      return `${metric}: 95th percentile above ${condition.above} ${within}`;
    case 'absent':
      return `${metric}: none ${within}`;
    default:
      return condition satisfies never;
  }
}

const labelsOf = (label: Readonly<Record<string, string>> = {}): readonly string[] =>
  Object.entries(label).map(([name, value]) => `of ${name} ${code(value)}`);

const code = (text: string): string => `\`${text}\``;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return `${[line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n')}\n`;
}
