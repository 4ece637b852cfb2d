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
  pages: 'count',
  units: 'count',
  attempt: 'count',
  mailboxes: 'count',
  queued: 'count',
  failed: 'count',
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

type LogFields = { readonly [Field in LogField]?: Kinds[(typeof LOG_FIELDS)[Field]] | undefined };

/** What all lines of a request, a run or a job have in common. `trace` is `projects/PROJECT/traces/TRACE`. */
export type LogContext = Pick<
  LogFields,
  'function' | 'mailboxId' | 'runId' | 'jobId' | 'locationId' | 'agentId'
> & { readonly trace?: string | undefined; readonly spanId?: string | undefined };

interface LogEvent {
  readonly severity: Severity;
  readonly meaning: string;
  /** What a person who reads it should do. */
  readonly action: string;
  readonly fields: readonly LogField[];
}

const RUN = ['mailboxId', 'runId', 'trigger', 'historyId'] as const;
const MESSAGE = ['mailboxId', 'runId', 'gmailId'] as const;
const JOB = ['jobId', 'job', 'mailboxId'] as const;

/** Every line that we write. A field that its event does not list is not written. */
export const LOG_EVENTS = {
  pushReceived: {
    severity: 'DEBUG',
    meaning: 'Gmail notified of a change in a mailbox.',
    action: 'None.',
    fields: ['mailboxId', 'historyId', 'attempt'],
  },
  pushIgnored: {
    severity: 'INFO',
    meaning: 'A notification was acknowledged without a sync.',
    action: 'None; `notJson` or `wrongFields` again and again: find out who else publishes to the topic.',
    fields: ['mailboxId', 'historyId', 'reason'],
  },
  leaseBusy: {
    severity: 'DEBUG',
    meaning: 'Another run has the mailbox and was told how far to go.',
    action: 'None.',
    fields: [...RUN, 'until'],
  },
  syncStarted: {
    severity: 'DEBUG',
    meaning: 'A run has taken the lease of a mailbox.',
    action: 'None.',
    fields: [...RUN],
  },
  syncFinished: {
    severity: 'INFO',
    meaning: 'A run is over; `units` is the Gmail quota that it used.',
    action: 'When `failed`, look up the run among the mailbox’s runs: it has the error.',
    fields: [...RUN, 'outcome', 'stored', 'skipped', 'deleted', 'pages', 'units', 'durationMs', 'error'],
  },
  messageStored: {
    severity: 'INFO',
    meaning: 'An email is in its conversations.',
    action: 'None.',
    fields: [...MESSAGE, 'messageId', 'locationId'],
  },
  messageSkipped: {
    severity: 'DEBUG',
    meaning: 'An email is not stored; the ledger says the same for good.',
    action: 'For `failed`, look at the error, then have operations try it again.',
    fields: [...MESSAGE, 'reason', 'error'],
  },
  mailboxConnected: {
    severity: 'NOTICE',
    meaning: 'An agent connected a mailbox, or renewed its grant.',
    action: 'None.',
    fields: ['mailboxId', 'agentId'],
  },
  mailboxDisconnected: {
    severity: 'NOTICE',
    meaning: 'An agent disconnected a mailbox: nothing is synced any more, a job ends the grant.',
    action: 'None.',
    fields: ['mailboxId', 'agentId'],
  },
  grantEnded: {
    severity: 'NOTICE',
    meaning: 'The grant of a disconnected mailbox was revoked at Google and deleted here.',
    action: 'None.',
    fields: ['mailboxId'],
  },
  grantNotEnded: {
    severity: 'WARNING',
    meaning:
      'Google did not end the watch or the grant of a disconnected mailbox, and will not; we deleted ours.',
    action: 'Have the agent remove the app at https://myaccount.google.com/connections.',
    fields: ['mailboxId', 'code', 'operation', 'error'],
  },
  dataErased: {
    severity: 'NOTICE',
    meaning: 'A run deleted what only a disconnected mailbox had brought; `deleted` is its ledger entries.',
    action: 'None.',
    fields: ['mailboxId', 'runId', 'deleted'],
  },
  ledgerRetired: {
    severity: 'INFO',
    meaning: 'A mailbox came to another agent: the ledger of the one before is deleted, their messages stay.',
    action: 'None.',
    fields: ['mailboxId', 'runId', 'deleted'],
  },
  backfillFinished: {
    severity: 'INFO',
    meaning: 'The first sync of a mailbox is complete.',
    action: 'None.',
    fields: ['mailboxId', 'runId', 'stored', 'skipped', 'units', 'durationMs'],
  },
  watchStarted: {
    severity: 'INFO',
    meaning: 'Gmail notifies us of this mailbox until `expiresAt`.',
    action: 'None; it is renewed daily.',
    fields: ['mailboxId', 'historyId', 'expiresAt'],
  },
  syncFailed: {
    severity: 'ERROR',
    meaning: 'A run ended in an error; the cursor stayed. `retryable`: its trigger is delivered again.',
    action: 'Look at the error; when it is not retryable, sync the mailbox again once its cause is gone.',
    fields: ['mailboxId', 'runId', 'code', 'operation', 'retryable', 'error'],
  },
  messageBroken: {
    severity: 'WARNING',
    meaning: 'A message could not be read; after three times it is skipped as `failed` and the sync goes on.',
    action: 'Look at the mail in Gmail, and at what our reading of it lacks.',
    fields: ['mailboxId', 'gmailId', 'code'],
  },
  messageUnreadable: {
    severity: 'ERROR',
    meaning:
      'Our own reading of a message failed: a bug of ours; it is tried again and then skipped as `failed`.',
    action: 'Mend the bug that the stack shows.',
    fields: ['mailboxId', 'gmailId', 'error'],
  },
  recoveryStarted: {
    severity: 'WARNING',
    meaning: 'Gmail no longer knew the cursor: what arrived since the last good sync is listed and stored.',
    action: 'None; when it comes often for one mailbox, look why it is not synced for days.',
    fields: ['mailboxId', 'historyId'],
  },
  recoveryFinished: {
    severity: 'INFO',
    meaning: 'A recovery is over; the cursor is current again.',
    action: 'None.',
    fields: ['mailboxId', 'stored'],
  },
  watchRefused: {
    severity: 'ERROR',
    meaning: 'Gmail will not notify us of this mailbox; the poll alone keeps it up to date.',
    action: 'For `topicNotPermitted`, let gmail-api-push@system.gserviceaccount.com publish to the topic.',
    fields: ['mailboxId', 'code', 'operation', 'error'],
  },
  grantRevoked: {
    severity: 'WARNING',
    meaning: 'Google refused the stored grant; the mailbox waits for its agent, its cursor is kept.',
    action: 'None if the agent ended it; many at once: check the OAuth client and its consent screen.',
    fields: ['mailboxId', 'agentId', 'code', 'operation'],
  },
  mailboxPaused: {
    severity: 'WARNING',
    meaning: 'Gmail asked us to slow down; the work is kept and goes on after `until`.',
    action: 'None; if it lasts, compare the quota used with the quota granted.',
    fields: ['mailboxId', 'runId', 'reason', 'code', 'operation', 'until'],
  },
  jobQueued: {
    severity: 'INFO',
    meaning: 'Work was put on the job topic.',
    action: 'None.',
    fields: [...JOB, 'reason'],
  },
  jobFailed: {
    severity: 'ERROR',
    meaning: 'A job ended in an error. `retryable`: Pub/Sub delivers it again and dead-letters it at last.',
    action: 'Look at the error; when it is not retryable, queue the job again once its cause is gone.',
    fields: [...JOB, 'attempt', 'reason', 'code', 'operation', 'retryable', 'retryAt', 'durationMs', 'error'],
  },
  pollFinished: {
    severity: 'INFO',
    meaning: 'The fallback poll has been round.',
    action: 'None; if `failed` grows, look at the runs of those mailboxes.',
    fields: ['mailboxes', 'queued', 'failed', 'durationMs'],
  },
  messageExplained: {
    severity: 'INFO',
    meaning: 'An agent asked why a mail is in the CRM, or is not.',
    action: 'None; `missed` or `failed`: look the Gmail id up in the ledger and among the runs.',
    fields: ['mailboxId', 'agentId', 'gmailId', 'outcome', 'reason'],
  },
  callableRefused: {
    severity: 'NOTICE',
    meaning: 'A callable was refused: not signed in, not allowed or malformed.',
    action: 'None; many of one agent: check the locations in its user document.',
    fields: ['callable', 'agentId', 'mailboxId', 'reason', 'code'],
  },
  oauthRefused: {
    severity: 'WARNING',
    meaning: 'A connection was not completed.',
    action: 'None for a person who declined; `redirectUri` or `exchange`: check the OAuth client.',
    fields: ['reason', 'agentId', 'mailboxId', 'code', 'operation', 'error'],
  },
  secretStale: {
    severity: 'WARNING',
    meaning: 'Secret Manager did not answer; the value read before is used on.',
    action: 'None; if it lasts, check the status of Secret Manager.',
    fields: ['secretName', 'error'],
  },
  fieldDropped: {
    severity: 'WARNING',
    meaning: 'A line was about to have a field that it may not have, or a value that does not fit.',
    action: 'Take the field out of the call, or add it to the event’s fields if it is harmless.',
    fields: ['ofEvent', 'key'],
  },
  documentUnreadable: {
    severity: 'ERROR',
    meaning: 'A document does not have the fields that this version expects; it was left out.',
    action: 'Look at the document; during a rollout a newer version may have written it.',
    fields: ['mailboxId', 'error'],
  },
  eventFailed: {
    severity: 'ERROR',
    meaning: 'A Pub/Sub message ended in an error: it is delivered again, and dead-lettered at last.',
    action: 'For a sync, see the `syncFailed` before it. Else look at the error.',
    fields: ['function', 'error'],
  },
  unexpectedFailure: {
    severity: 'ERROR',
    meaning: 'Something that no use case foresees.',
    action: 'Look at the error; it is a bug or a misconfiguration.',
    fields: ['function', 'mailboxId', 'runId', 'jobId', 'code', 'operation', 'error'],
  },
} as const satisfies Record<string, LogEvent>;

export type LogEventName = keyof typeof LOG_EVENTS;

type LogEventFields<Name extends LogEventName> = Pick<LogFields, (typeof LOG_EVENTS)[Name]['fields'][number]>;

/** The only way to write a log line. It never throws. */
export interface Log {
  event<Name extends LogEventName>(name: Name, fields: LogEventFields<Name>): void;
  /** A log whose lines all carry `context` as well. */
  with(context: LogContext): Log;
}
