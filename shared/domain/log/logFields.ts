/** Cloud Logging's severities that we use. ERROR and above reach Error Reporting, with their stack. */
export type Severity = 'DEBUG' | 'INFO' | 'NOTICE' | 'WARNING' | 'ERROR';

/**
 * Everything that may stand in a log line, and of what kind it is. The kinds have no room for a subject, a body,
 * an address or a token: an `id` and a `word` have neither spaces nor `@`, and there are no lists.
 */
export const LOG_FIELDS = {
  mailboxId: 'id',
  runId: 'id',
  jobId: 'id',
  locationId: 'id',
  contactId: 'id',
  messageId: 'id',
  gmailId: 'id',
  historyId: 'id',
  agentId: 'id',
  sendId: 'id',
  auditId: 'id',
  secretName: 'id',
  function: 'word',
  callable: 'word',
  job: 'word',
  trigger: 'word',
  outcome: 'word',
  reason: 'word',
  code: 'word',
  operation: 'word',
  ofEvent: 'word',
  key: 'word',
  stored: 'count',
  skipped: 'count',
  deleted: 'count',
  delivered: 'count',
  reconciled: 'count',
  retried: 'count',
  pages: 'count',
  units: 'count',
  attempt: 'count',
  mailboxes: 'count',
  queued: 'count',
  relays: 'count',
  failed: 'count',
  done: 'count',
  created: 'count',
  changed: 'count',
  conflicts: 'count',
  looked: 'count',
  found: 'count',
  repaired: 'count',
  durationMs: 'count',
  retryable: 'flag',
  until: 'time',
  expiresAt: 'time',
  retryAt: 'time',
  error: 'error',
} as const;

export type LogField = keyof typeof LOG_FIELDS;

interface Kinds {
  id: string;
  word: string;
  /** Finite; durations in milliseconds. */
  count: number;
  flag: boolean;
  time: Date;
  /** Whatever was thrown; written without secrets and without what the vendor hung on it. */
  error: unknown;
}

export type LogFields = { readonly [Field in LogField]?: Kinds[(typeof LOG_FIELDS)[Field]] | undefined };

/** What all lines of a request, a run or a job have in common. `trace` is `projects/PROJECT/traces/TRACE`. */
export type LogContext = Pick<
  LogFields,
  'function' | 'mailboxId' | 'runId' | 'jobId' | 'locationId' | 'agentId'
> & { readonly trace?: string | undefined; readonly spanId?: string | undefined };

export interface LogEvent {
  readonly severity: Severity;
  readonly meaning: string;
  /** What a person who reads it should do. */
  readonly action: string;
  readonly fields: readonly LogField[];
}
