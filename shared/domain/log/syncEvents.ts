import type { LogEvent } from './logFields.ts';

const RUN = ['mailboxId', 'runId', 'trigger'] as const;
const MESSAGE = ['mailboxId', 'runId', 'gmailId'] as const;

/** Of syncing mailboxes. */
export const SYNC_EVENTS = {
  pushReceived: {
    severity: 'DEBUG',
    meaning: 'Gmail notified of a change in a mailbox.',
    action: 'None.',
    fields: ['mailboxId', 'historyId'],
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
    fields: ['mailboxId', 'trigger'],
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
    fields: [...RUN, 'outcome', 'stored', 'skipped', 'units', 'durationMs'],
  },
  messageStored: {
    severity: 'INFO',
    meaning:
      'An email is in its conversations; where Gmail’s history told of it as new, with its `latencyMs`.',
    action: 'None.',
    fields: [...MESSAGE, 'trigger', 'latencyMs'],
  },
  messageSkipped: {
    severity: 'DEBUG',
    meaning: 'An email is not stored; the ledger says the same for good.',
    action: 'None.',
    fields: [...MESSAGE, 'reason'],
  },
  backfillFinished: {
    severity: 'INFO',
    meaning: 'The first sync of a mailbox is complete.',
    action: 'None.',
    fields: ['mailboxId', 'stored'],
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
    fields: [...MESSAGE, 'code'],
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
    meaning: 'A recovery, or a resync that operations asked for, is over; the cursor is current.',
    action: 'None.',
    fields: ['mailboxId', 'stored'],
  },
  bulkDeferred: {
    severity: 'INFO',
    meaning:
      'The project’s Gmail quota for work that can wait is used up for this minute: a first sync, a recovery or a search goes on at `until`.',
    action: 'None; if it lasts for hours, ask Google for more quota, or import fewer mailboxes at a time.',
    fields: ['mailboxId', 'runId', 'until'],
  },
  mailboxPaused: {
    severity: 'WARNING',
    meaning: 'Gmail asked us to slow down; the work is kept and goes on after `until`.',
    action: 'None; if it lasts, compare the quota used with the quota granted.',
    fields: ['mailboxId', 'runId', 'code', 'operation', 'until'],
  },
} as const satisfies Record<string, LogEvent>;
