import { ACCESS_CASES } from './gmail/accessCases.ts';
import { ATTACHMENT_CASES } from './gmail/attachmentCases.ts';
import { BATCH_CASES } from './gmail/batchCases.ts';
import type { GmailServer } from './gmail/gmailServer.ts';
import { HISTORY_CASES } from './gmail/historyCases.ts';
import { LABEL_CASES } from './gmail/labelCases.ts';
import { MESSAGE_CASES } from './gmail/messageCases.ts';
import { OAUTH_CASES } from './gmail/oauthCases.ts';
import { SEARCH_CASES } from './gmail/searchCases.ts';
import { SEND_CASES } from './gmail/sendCases.ts';
import { WATCH_CASES } from './gmail/watchCases.ts';

/** What our adapters need of Gmail and Google's OAuth, by a sentence a case; each case opens its own mailboxes. */
export const GMAIL_CONTRACT: Readonly<Record<string, (server: GmailServer) => Promise<void>>> = {
  ...MESSAGE_CASES,
  ...SEARCH_CASES,
  ...LABEL_CASES,
  ...BATCH_CASES,
  ...ATTACHMENT_CASES,
  ...SEND_CASES,
  ...HISTORY_CASES,
  ...WATCH_CASES,
  ...ACCESS_CASES,
  ...OAUTH_CASES,
};
