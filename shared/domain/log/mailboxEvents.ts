import type { LogEvent } from './logFields.ts';

/** Of mailboxes, their grants and their watches. */
export const MAILBOX_EVENTS = {
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
  watchStarted: {
    severity: 'INFO',
    meaning: 'Gmail notifies us of this mailbox until `expiresAt`.',
    action: 'None; it is renewed daily.',
    fields: ['mailboxId', 'expiresAt'],
  },
  watchRefused: {
    severity: 'ERROR',
    meaning: 'Gmail will not notify us of this mailbox; the poll alone keeps it up to date.',
    action:
      'For `topicNotPermitted`, gmail-api-push@system.gserviceaccount.com lacks the role roles/pubsub.publisher on `topic`: give it that. For `watchTaken`, find out who else uses the OAuth client.',
    fields: ['mailboxId', 'code', 'operation', 'topic', 'error'],
  },
  grantRevoked: {
    severity: 'WARNING',
    meaning: 'Google refused the stored grant; the mailbox waits for its agent, its cursor is kept.',
    action: 'None if the agent ended it; many at once: check the OAuth client and its consent screen.',
    fields: ['mailboxId', 'agentId', 'operation'],
  },
  oauthRefused: {
    severity: 'WARNING',
    meaning: 'A connection was not completed.',
    action: 'None for a person who declined; `redirectUri` or `exchange`: check the OAuth client.',
    fields: ['reason'],
  },
} as const satisfies Record<string, LogEvent>;
