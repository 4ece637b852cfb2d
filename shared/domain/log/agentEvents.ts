import type { LogEvent } from './logFields.ts';

/** Of what agents ask for. */
export const AGENT_EVENTS = {
  contactSaved: {
    severity: 'INFO',
    meaning: 'An agent created or changed a contact.',
    action: 'None.',
    fields: ['contactId', 'locationId', 'agentId'],
  },
  contactConflict: {
    severity: 'NOTICE',
    meaning:
      'GHL or a file gives a contact an address that `contactId` has already, who keeps it; `jobId` is the webhook’s or the import’s.',
    action: 'None; to have it otherwise, take the address from that contact and import again.',
    fields: ['contactId', 'locationId', 'jobId'],
  },
  contactErased: {
    severity: 'NOTICE',
    meaning: 'Operations erased what was stored of a contact; `deleted` is its messages.',
    action: 'None; after a restore of the database it has to be done again.',
    fields: ['contactId', 'locationId', 'deleted'],
  },
  locationChanged: {
    severity: 'NOTICE',
    meaning: 'A setting of a location was given anew, by an agent or, where none is named, by operations.',
    action: 'None; of mail that is missing since: see what the location leaves out.',
    fields: ['locationId', 'agentId', 'setting'],
  },
  messageSent: {
    severity: 'INFO',
    meaning: 'An agent’s mail is in Gmail and on its way.',
    action: 'None.',
    fields: ['mailboxId', 'sendId', 'gmailId'],
  },
  sendRefused: {
    severity: 'NOTICE',
    meaning: 'An agent’s mail was not sent, and they were told why.',
    action: 'None; `invalidRequest` again and again: look at what Gmail refuses.',
    fields: ['mailboxId', 'sendId', 'reason', 'code'],
  },
  sendUncertain: {
    severity: 'WARNING',
    meaning: 'Gmail did not say whether it sent a mail; it is looked for before anything is sent again.',
    action: 'None; if it lasts, check the status of Gmail.',
    fields: ['mailboxId', 'sendId', 'error'],
  },
  sendUnrecorded: {
    severity: 'WARNING',
    meaning:
      'A mail was sent, and what the database knows of it is behind; the next sync, or a repeat, makes up for it.',
    action: 'None; if it lasts, look at the error.',
    fields: ['mailboxId', 'sendId', 'gmailId', 'operation', 'error'],
  },
  messageExplained: {
    severity: 'INFO',
    meaning: 'An agent asked why a mail is in the CRM, or is not.',
    action: 'None; `missed` or `failed`: look the Gmail id up in the ledger and among the runs.',
    fields: ['mailboxId', 'agentId', 'gmailId', 'outcome', 'reason'],
  },
  attachmentFetched: {
    severity: 'INFO',
    meaning: 'An agent fetched an attachment or a whole body through `mailboxId`, be it a colleague’s.',
    action: 'None.',
    fields: ['messageId', 'locationId', 'agentId', 'mailboxId', 'outcome'],
  },
  callableRefused: {
    severity: 'NOTICE',
    meaning: 'A callable was refused: not signed in, not allowed, malformed or called too often.',
    action: 'None; many of one agent: check the locations in its user document.',
    fields: ['callable', 'agentId', 'code'],
  },
  rateLimitUnknown: {
    severity: 'WARNING',
    meaning: 'How much an agent has called could not be read or written; the call was let through.',
    action: 'None; if it lasts, look at the error: nothing limits that agent.',
    fields: ['callable', 'agentId', 'error'],
  },
} as const satisfies Record<string, LogEvent>;
