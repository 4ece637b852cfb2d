import type { LogEvent } from './logFields.ts';

const JOB = ['jobId', 'job', 'mailboxId', 'locationId'] as const;

/** Of the rounds, the jobs and the platform. */
export const OPERATION_EVENTS = {
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
    fields: ['mailboxes', 'queued', 'relays', 'failed', 'durationMs'],
  },
  renewalsQueued: {
    severity: 'INFO',
    meaning: 'The daily round has queued the renewal of watches.',
    action: 'None.',
    fields: ['queued'],
  },
  auditsQueued: {
    severity: 'INFO',
    meaning: 'The weekly round has queued an audit for every live mailbox.',
    action: 'None.',
    fields: ['queued'],
  },
  auditFinished: {
    severity: 'INFO',
    meaning: 'A mailbox was compared with Gmail, or, when `stopped`, a part of it.',
    action:
      'None; `stopped` for the same `reason` in every round: see to what keeps the mailbox from syncing.',
    fields: ['mailboxId', 'auditId', 'outcome', 'reason', 'looked', 'found', 'repaired'],
  },
  auditFinding: {
    severity: 'ERROR',
    meaning:
      'What is stored is unlike Gmail: a bug of the engine, or Gmail has lost a record. `reason` is the kind.',
    action:
      'Look at its ids in `audits/{auditId}`, find out what led to it, then have the audit run again to repair it.',
    fields: ['mailboxId', 'auditId', 'reason', 'found', 'repaired'],
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
