import { LOG_EVENTS, type LogEventName } from '../logEvents.ts';
import type { LogField } from './logFields.ts';

/** What is counted from the log. Without `value`, the lines themselves are. */
export interface LogMetric {
  readonly meaning: string;
  readonly events: readonly LogEventName[];
  /** Only lines whose fields are these. */
  readonly where?: Readonly<Partial<Record<LogField, string | boolean>>>;
  /** The field whose values make a distribution; lines without it are left out. */
  readonly value?: LogField;
  /** Of few values each: never an id. */
  readonly labels: readonly LogField[];
}

const errors = Object.entries(LOG_EVENTS).flatMap(([name, { severity }]) =>
  severity === 'ERROR' && isEventName(name) ? name : [],
);

function isEventName(name: string): name is LogEventName {
  return name in LOG_EVENTS;
}

/** Every metric that is made of the log, by its name in Cloud Monitoring: `logging.googleapis.com/user/<name>`. */
export const LOG_METRICS = {
  sync_latency: {
    meaning: 'From Gmail’s own time of a new mail until it is in its conversation, in milliseconds.',
    events: ['messageStored'],
    value: 'latencyMs',
    labels: ['trigger'],
  },
  messages_stored: {
    meaning: 'Mails that came into conversations, however they came.',
    events: ['messageStored'],
    labels: ['trigger'],
  },
  sync_runs: {
    meaning: 'Runs that had the lease of a mailbox.',
    events: ['syncFinished'],
    labels: ['trigger', 'outcome'],
  },
  sync_duration: {
    meaning: 'How long runs took, in milliseconds.',
    events: ['syncFinished'],
    value: 'durationMs',
    labels: ['trigger'],
  },
  gmail_units: {
    meaning: 'Units of Gmail’s quota that runs have used.',
    events: ['syncFinished'],
    value: 'units',
    labels: ['trigger'],
  },
  sync_failures: {
    meaning: 'Runs that ended in an error which a repeat does not heal.',
    events: ['syncFailed'],
    where: { retryable: false },
    labels: ['code'],
  },
  mailboxes_paused: {
    meaning: 'Mailboxes that rest because Gmail limits them.',
    events: ['mailboxPaused'],
    labels: ['code'],
  },
  grants_revoked: {
    meaning: 'Mailboxes that wait for their agents to connect them again.',
    events: ['grantRevoked'],
    labels: [],
  },
  watches_refused: {
    meaning: 'Mailboxes of which Gmail will not notify us.',
    events: ['watchRefused'],
    labels: ['code'],
  },
  messages_failed: {
    meaning: 'Readings of mails that failed; the third of a mail is the last.',
    events: ['messageBroken', 'messageUnreadable'],
    labels: ['code'],
  },
  polls: {
    meaning: 'Calls of the poll; `finished` is one that came to the end of a round.',
    events: ['pollFinished'],
    labels: ['outcome'],
  },
  polls_stuck: {
    meaning:
      'Mailboxes that a poll found in the hands of a dead run, or with a first sync that stopped half way.',
    events: ['pollFinished'],
    value: 'stuck',
    labels: [],
  },
  watches_ending: {
    meaning: 'Mailboxes whose watch ends within two days, as the daily round finds them.',
    events: ['renewalsQueued'],
    value: 'ending',
    labels: [],
  },
  watches_lapsed: {
    meaning: 'Mailboxes whose watch has ended, as the daily round finds them.',
    events: ['renewalsQueued'],
    value: 'lapsed',
    labels: [],
  },
  bulk_deferred: {
    meaning: 'First syncs, recoveries and searches that wait because the project’s quota is used up.',
    events: ['bulkDeferred'],
    labels: [],
  },
  ghl_delay: {
    meaning: 'From the moment when an email is stored until it is logged at GHL, in milliseconds.',
    events: ['outboxDelivered'],
    value: 'durationMs',
    labels: [],
  },
  ghl_failures: {
    meaning: 'Emails that are not logged at GHL and not tried again.',
    events: ['outboxFailed'],
    labels: ['reason', 'code'],
  },
  outbox_overdue: {
    meaning:
      'How long the oldest mail of a location has waited to be logged at GHL, in milliseconds; above an hour.',
    events: ['outboxOverdue'],
    value: 'durationMs',
    labels: [],
  },
  ghl_pauses: {
    meaning: 'Outboxes that wait, because GHL limits them or seems to be down.',
    events: ['relayPaused'],
    labels: ['code'],
  },
  ghl_links_revoked: {
    meaning: 'Locations whose link GHL no longer takes.',
    events: ['ghlLinkRevoked'],
    labels: [],
  },
  audit_findings: {
    meaning: 'What is stored and unlike Gmail, by kind.',
    events: ['auditFinding'],
    value: 'found',
    labels: ['reason'],
  },
  callables_refused: {
    meaning: 'Calls of agents that were refused.',
    events: ['callableRefused'],
    labels: ['callable', 'code'],
  },
  errors: { meaning: 'Lines that say that something needs a person.', events: errors, labels: [] },
} as const satisfies Record<string, LogMetric>;

/** Cloud Logging's filter for the lines of a metric. */
export function filterOf({ events, where = {}, value }: LogMetric): string {
  const conditions = Object.entries(where).map(
    ([field, wanted]) => `jsonPayload.${field}=${JSON.stringify(wanted)}`,
  );
  const some = events.map((event) => `"${event}"`).join(' OR ');
  return [
    `labels.event=${events.length === 1 ? some : `(${some})`}`,
    ...conditions,
    ...(value === undefined ? [] : [`jsonPayload.${value}>=0`]),
  ].join(' AND ');
}
