import type { LogEvent } from './logFields.ts';

/** Of the rounds, the jobs and the platform. */
export const OPERATION_EVENTS = {
  jobQueued: {
    severity: 'INFO',
    meaning: 'Work was put on the job topic.',
    action: 'None.',
    fields: ['job', 'mailboxId', 'locationId'],
  },
  jobDeferred: {
    severity: 'INFO',
    meaning:
      'The instance does as much as it may (`places`), or its memory is short (`memory`): the job was put back on its topic.',
    action: 'None; if it lasts, allow the function more instances, or more memory.',
    fields: ['job', 'reason'],
  },
  jobFailed: {
    severity: 'ERROR',
    meaning: 'A message on the job topic, or on that of the relay, names no job; it is acknowledged.',
    action: 'Find out who else publishes to the topic, or whether an older version has left a job.',
    fields: ['job', 'reason'],
  },
  pollFinished: {
    severity: 'INFO',
    meaning: 'The fallback poll has been round, or a call of it; its counts are of the whole round.',
    action:
      'None. `stuck` or `histories` time and again: look why runs die; `continued`: the next call goes on with it.',
    fields: [
      'outcome',
      'queued',
      'paused',
      'stuck',
      'leaving',
      'histories',
      'imports',
      'audits',
      'relays',
      'failed',
      'durationMs',
    ],
  },
  renewalsQueued: {
    severity: 'INFO',
    meaning: 'The daily round has queued the renewal of watches.',
    action:
      'None; `ending`: renewals have failed for days; `lapsed`: for a week; `unwatched`: see `watchRefused` of those mailboxes.',
    fields: ['outcome', 'queued', 'lapsed', 'ending', 'unwatched', 'failed'],
  },
  auditsQueued: {
    severity: 'INFO',
    meaning: 'The weekly round has queued an audit for every live mailbox.',
    action: 'None.',
    fields: ['outcome', 'queued', 'failed'],
  },
  roundBusy: {
    severity: 'INFO',
    meaning: 'A round was called while another call was at it; this one has done nothing.',
    action: 'None; if it lasts, a call of the round is slow: look for its line.',
    fields: ['round', 'until'],
  },
  roundTaskFailed: {
    severity: 'WARNING',
    meaning: 'A round could not queue some of its jobs; it went on with the others. `error` is the first.',
    action: 'None, the next round makes up for it; if it lasts, look at the error.',
    fields: ['round', 'failed', 'error'],
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
  accessNotEnded: {
    severity: 'WARNING',
    meaning:
      'The access to an address book that was imported was not ended at Google; it lapses within the hour.',
    action: 'None; the token is stored nowhere.',
    fields: ['error'],
  },
  addressBookFailed: {
    severity: 'ERROR',
    meaning: 'An address book could not be read at Google; nothing of it was imported.',
    action: 'See to the cause that `code` names, then import it again.',
    fields: ['locationId', 'code', 'operation', 'error'],
  },
  conversationMerged: {
    severity: 'INFO',
    meaning: 'A conversation that the old system left is merged into its contact’s one, and deleted.',
    action: 'None.',
    fields: ['conversationId', 'locationId', 'contactId', 'moved'],
  },
  conversationLeft: {
    severity: 'WARNING',
    meaning: 'A conversation was not merged; `reason` says why, `messageId` is the message that it is about.',
    action:
      '`changing`: merge again. Else look at the document and the message, put right what is wrong, and merge again.',
    fields: ['conversationId', 'locationId', 'contactId', 'messageId', 'reason'],
  },
  conversationsMerged: {
    severity: 'INFO',
    meaning: 'All conversations, or those of a location, were looked through for old ones.',
    action: 'None; `conflicts` and `unreadable` are those of the `conversationLeft` before it.',
    fields: ['locationId', 'looked', 'contacts', 'merged', 'moved', 'conflicts', 'unreadable', 'durationMs'],
  },
  keyringChanged: {
    severity: 'NOTICE',
    meaning: 'A step of a rotation, `operation`, has changed the keyring that seals grants.',
    action: 'None; without somebody who rotates: find out who has the right to.',
    fields: ['operation', 'secretName'],
  },
  grantShut: {
    severity: 'WARNING',
    meaning: 'A rotation found a stored grant that no key opens, and left it as it is.',
    action: 'Have the agent connect the mailbox again, or link the location again.',
    fields: ['mailboxId', 'locationId', 'code'],
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
    fields: ['function', 'mailboxId', 'operation', 'error'],
  },
} as const satisfies Record<string, LogEvent>;
