import type { LogEvent } from './logFields.ts';

/** Of GoHighLevel, and the contacts that come from it. */
export const GHL_EVENTS = {
  contactEvent: {
    severity: 'INFO',
    meaning: 'GHL told of a contact: it is changed here, too, or it is said why not.',
    action: 'None.',
    fields: ['contactId', 'locationId', 'outcome', 'reason'],
  },
  contactsImported: {
    severity: 'NOTICE',
    meaning: 'A run of an import of contacts has ended: `done`, or `running` where a further one goes on.',
    action: 'None.',
    fields: ['locationId', 'outcome', 'done', 'created', 'changed', 'skipped', 'conflicts'],
  },
  importFailed: {
    severity: 'ERROR',
    meaning: 'An import of contacts from GHL stopped; where it stopped is kept.',
    action: 'For `unauthorized` or `forbidden`, link the location again; then begin the import again.',
    fields: ['locationId', 'code', 'operation', 'error'],
  },
  webhookRefused: {
    severity: 'WARNING',
    meaning: 'A webhook was not taken: without a signature, with a wrong one, too big, or malformed.',
    action: 'None for strangers; if GHL’s own are refused, look whether it signs with another key.',
    fields: ['reason'],
  },
  outboxDelivered: {
    severity: 'INFO',
    meaning: 'An email is logged at GHL, `durationMs` after it was stored.',
    action: 'None.',
    fields: ['locationId', 'contactId', 'messageId', 'durationMs'],
  },
  outboxRetried: {
    severity: 'NOTICE',
    meaning: 'An email was not logged at GHL, or GHL did not say so; it is tried again after `retryAt`.',
    action: 'None; if many fail with the same `code`, check the status of GHL.',
    fields: ['locationId', 'contactId', 'messageId', 'code', 'operation', 'attempt', 'retryAt'],
  },
  outboxReconciled: {
    severity: 'NOTICE',
    meaning:
      'GHL was looked through for an email that it may have logged: `found`, or `absent` and logged again.',
    action: 'None.',
    fields: ['locationId', 'contactId', 'messageId', 'outcome'],
  },
  outboxFailed: {
    severity: 'ERROR',
    meaning: 'An email is not logged at GHL and is not tried again: refused, exhausted, or uncertain.',
    action: 'See to the cause that `code` names, then have operations retry the entry.',
    fields: ['locationId', 'contactId', 'messageId', 'reason', 'code', 'operation'],
  },
  outboxOverdue: {
    severity: 'WARNING',
    meaning:
      'The oldest mail of a location that is still to be logged at GHL has waited `durationMs`, more than an hour.',
    action: 'Look at the `relayPaused` and `outboxRetried` of the location, and at the status of GHL.',
    fields: ['locationId', 'durationMs'],
  },
  outboxSkipped: {
    severity: 'INFO',
    meaning: 'An email is not logged at GHL; `reason` says why.',
    action: 'None.',
    fields: ['locationId', 'contactId', 'messageId', 'reason'],
  },
  relayPaused: {
    severity: 'WARNING',
    meaning: 'GHL limits a location, or seems to be down: its outbox waits until then.',
    action: 'None; if it lasts, check the status of GHL, and who else uses the location’s limit.',
    fields: ['locationId', 'code', 'until'],
  },
  ghlLinkRevoked: {
    severity: 'ERROR',
    meaning: 'GHL no longer takes what opens a location; its outbox waits.',
    action: 'Have the location linked to GHL again.',
    fields: ['locationId', 'code', 'operation'],
  },
  ghlLinked: {
    severity: 'NOTICE',
    meaning:
      'A location was linked to GHL; from now on its mail is logged there. Where an agent did it, they are named.',
    action: 'None.',
    fields: ['locationId', 'agentId'],
  },
  ghlUnlinked: {
    severity: 'NOTICE',
    meaning:
      'The link of a location to GHL was ended, and what opened it deleted; an agent who did it is named.',
    action: 'None.',
    fields: ['locationId', 'agentId'],
  },
  ghlLinkRefused: {
    severity: 'WARNING',
    meaning: 'A location was not linked to GHL; what was there before is as it was.',
    action: 'None; `codeRejected` again and again: check the redirect URL of the app at GHL.',
    fields: ['locationId', 'agentId', 'reason'],
  },
  ghlTokenRenewed: {
    severity: 'INFO',
    meaning: 'The refresh token of a location’s link was spent, and the next pair is stored.',
    action: 'None; about once a day for each location that is linked by OAuth.',
    fields: ['locationId', 'expiresAt'],
  },
  relayFinished: {
    severity: 'INFO',
    meaning: 'A run has drained the outbox of a location as far as it could.',
    action: 'None.',
    fields: [
      'locationId',
      'runId',
      'outcome',
      'delivered',
      'skipped',
      'failed',
      'retried',
      'reconciled',
      'durationMs',
    ],
  },
  relayNotWoken: {
    severity: 'WARNING',
    meaning: 'The event that wakes the relay of a location was not published; the poll makes up for it.',
    action: 'None; if it lasts, look at the error.',
    fields: ['locationId', 'error'],
  },
} as const satisfies Record<string, LogEvent>;
