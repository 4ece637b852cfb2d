/**
 * Units that Gmail charges a call, for projects created since May 2026.
 * Source: https://developers.google.com/workspace/gmail/api/reference/quota
 */
export const GMAIL_UNITS = {
  'messages.get': 20,
  'threads.get': 40,
  'messages.list': 5,
  'messages.attachments.get': 20,
  'messages.send': 100,
  'messages.batchModify': 50,
  'history.list': 2,
  'labels.list': 1,
  getProfile: 1,
  'settings.sendAs.list': 1,
  watch: 100,
  stop: 50,
} as const;

export type GmailUnits = Readonly<Record<keyof typeof GMAIL_UNITS, number>>;

/** Units a minute that Gmail grants. Source: the same page; a project of before May 2026 has 15,000 a mailbox. */
export interface GmailQuota {
  /** To each mailbox. */
  readonly mailbox: number;
  /** To all mailboxes of the project together. */
  readonly project: number;
}

export const GMAIL_QUOTA: GmailQuota = { mailbox: 6_000, project: 1_200_000 };
