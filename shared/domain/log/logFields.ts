/** Cloud Logging's severities that we use. ERROR and above reach Error Reporting, with their stack. */
export type Severity = 'DEBUG' | 'INFO' | 'NOTICE' | 'WARNING' | 'ERROR';

/**
 * Everything that may stand in a log line, and of what kind it is. The kinds have no room for a subject, a body,
 * an address or a token: an `id` and a `word` have neither spaces nor `@`, and there are no lists.
 */
export const LOG_FIELDS = {
  mailboxId: { kind: 'id', meaning: 'The mailbox; derived from its address.' },
  runId: {
    kind: 'id',
    meaning: 'The run that holds the lease of a mailbox, or of a location’s relay; the same in `runs`.',
  },
  jobId: { kind: 'id', meaning: 'The import or the webhook that brought a contact.' },
  locationId: { kind: 'id', meaning: 'The tenant.' },
  contactId: { kind: 'id', meaning: 'The contact.' },
  messageId: { kind: 'id', meaning: 'The message in Firestore.' },
  conversationId: { kind: 'id', meaning: 'The conversation in Firestore.' },
  gmailId: { kind: 'id', meaning: 'Gmail’s id of the mail in this mailbox.' },
  historyId: { kind: 'id', meaning: 'A place in Gmail’s history.' },
  agentId: { kind: 'id', meaning: 'The agent, by their id in Firebase Authentication.' },
  sendId: { kind: 'id', meaning: 'The mail that an agent sends, by the id of their request.' },
  auditId: { kind: 'id', meaning: 'The audit, and its report `audits/{auditId}`.' },
  secretName: { kind: 'id', meaning: 'The secret in Secret Manager.' },
  function: { kind: 'word', meaning: 'The function that wrote the line.' },
  callable: { kind: 'word', meaning: 'The callable that was called.' },
  job: { kind: 'word', meaning: 'The kind of the job.' },
  trigger: {
    kind: 'word',
    meaning: 'What started the run: `push`, `poll`, `syncNow`, `continuation`, `initial`, …',
  },
  outcome: { kind: 'word', meaning: 'How it ended.' },
  reason: { kind: 'word', meaning: 'Why.' },
  code: {
    kind: 'word',
    meaning: 'The code of the failure, as in `syncError.ts`; of a callable, that of its protocol.',
  },
  operation: { kind: 'word', meaning: 'The call that failed, such as `gmail.history.list`.' },
  setting: { kind: 'word', meaning: 'The setting that was given; what it was set to is not told.' },
  round: { kind: 'word', meaning: 'The round: `poll`, `renewals` or `audits`.' },
  topic: { kind: 'word', meaning: 'The topic that Gmail publishes to, without its project.' },
  ofEvent: { kind: 'word', meaning: 'The event whose line lacks a field.' },
  key: { kind: 'word', meaning: 'The name of the field that was left out.' },
  stored: { kind: 'count', meaning: 'Mails that the run has stored.' },
  skipped: {
    kind: 'count',
    meaning:
      'Of a sync, mails that are not stored; of a relay, emails that are not logged; of an import, contacts left out.',
  },
  deleted: { kind: 'count', meaning: 'Ledger entries that were deleted; of a contact, messages.' },
  delivered: { kind: 'count', meaning: 'Emails that GHL has logged.' },
  reconciled: { kind: 'count', meaning: 'Emails that GHL was looked through for.' },
  retried: { kind: 'count', meaning: 'Emails that are tried again later.' },
  units: { kind: 'count', meaning: 'Units of Gmail’s quota.' },
  attempt: { kind: 'count', meaning: 'The how-manieth attempt it was, from 1.' },
  queued: { kind: 'count', meaning: 'Jobs that were put on the job topic.' },
  paused: { kind: 'count', meaning: 'Mailboxes that rest.' },
  stuck: {
    kind: 'count',
    meaning: 'Of `queued`, mailboxes over which a run had died or whose first sync had stopped.',
  },
  leaving: { kind: 'count', meaning: 'Of `queued`, mailboxes whose disconnection is not done.' },
  lapsed: { kind: 'count', meaning: 'Of `queued`, mailboxes whose watch had ended.' },
  ending: { kind: 'count', meaning: 'Of `queued`, mailboxes whose watch ends within two days.' },
  unwatched: { kind: 'count', meaning: 'Of `queued`, mailboxes that had no watch.' },
  histories: { kind: 'count', meaning: 'Searches for older mail that had stopped.' },
  imports: { kind: 'count', meaning: 'Imports of contacts that had stopped.' },
  audits: { kind: 'count', meaning: 'Audits that had stopped.' },
  relays: { kind: 'count', meaning: 'Locations whose relay was woken.' },
  failed: { kind: 'count', meaning: 'Emails that were given up; of a round, jobs that could not be queued.' },
  done: { kind: 'count', meaning: 'Contacts that the import has looked at.' },
  created: { kind: 'count', meaning: 'Contacts that are new.' },
  changed: { kind: 'count', meaning: 'Contacts that were changed.' },
  conflicts: {
    kind: 'count',
    meaning:
      'Addresses that are another contact’s; of a merge, conversations that contradict their messages.',
  },
  looked: {
    kind: 'count',
    meaning: 'Mails that the audit has compared; of a merge, conversations of whatever kind.',
  },
  contacts: { kind: 'count', meaning: 'Contacts that had an old conversation.' },
  merged: { kind: 'count', meaning: 'Old conversations that were merged.' },
  moved: { kind: 'count', meaning: 'Messages that moved to another conversation.' },
  unreadable: {
    kind: 'count',
    meaning: 'Conversations that were left because something of them is unreadable.',
  },
  found: { kind: 'count', meaning: 'What the audit found.' },
  repaired: { kind: 'count', meaning: 'What of it was put right.' },
  durationMs: { kind: 'count', meaning: 'How long it took, in milliseconds.' },
  latencyMs: {
    kind: 'count',
    meaning: 'From Gmail’s own time of a mail (`internalDate`) until it was stored, in milliseconds.',
  },
  retryable: { kind: 'flag', meaning: 'Whether its trigger is delivered again.' },
  until: { kind: 'time', meaning: 'When it goes on.' },
  expiresAt: { kind: 'time', meaning: 'When it ends by itself.' },
  retryAt: { kind: 'time', meaning: 'Not tried before.' },
  error: { kind: 'error', meaning: 'What was thrown: name, message, code, operation and causes, redacted.' },
} as const satisfies Record<string, FieldDefinition>;

export type LogField = keyof typeof LOG_FIELDS;

interface FieldDefinition {
  readonly kind: keyof Kinds;
  readonly meaning: string;
}

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

export type LogFields = {
  readonly [Field in LogField]?: Kinds[(typeof LOG_FIELDS)[Field]['kind']] | undefined;
};

/**
 * What all lines of a request, a run or a job have in common. `trace` is `projects/PROJECT/traces/TRACE`;
 * `executionId` is one call of a function, and each further delivery of a message is another.
 */
export type LogContext = Pick<
  LogFields,
  'function' | 'mailboxId' | 'runId' | 'jobId' | 'locationId' | 'agentId'
> & {
  readonly trace?: string | undefined;
  readonly spanId?: string | undefined;
  readonly executionId?: string | undefined;
};

export interface LogEvent {
  readonly severity: Severity;
  readonly meaning: string;
  /** What a person who reads it should do. */
  readonly action: string;
  readonly fields: readonly LogField[];
}
