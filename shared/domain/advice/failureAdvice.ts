import type { MailboxError } from '../mailbox.ts';
import type { SyncErrorCode } from '../syncError.ts';

const CONNECT_AGAIN = 'Connect the mailbox again from your settings.';
const LATER = 'Try again in a moment; nothing is lost.';
const OPERATIONS = 'Tell operations; nothing is lost, and it goes on once that is mended.';

const ADVICE: Readonly<Record<SyncErrorCode, string>> = {
  historyExpired:
    'Gmail no longer has the changes since the last sync. All mail was listed anew a short while ago and is again within an hour; nothing is lost.',
  messageGone: 'The mail is no longer in Gmail.',
  rateLimited: 'Gmail asks us to slow down. Try again in a minute; nothing is lost.',
  overBudget: `Many mailboxes are being read at this moment. ${LATER}`,
  dailyLimitExceeded: 'Today’s share of calls to Gmail is used up. It goes on tomorrow; nothing is lost.',
  unauthorized: `Gmail does not accept our access. ${CONNECT_AGAIN}`,
  grantRevoked: `Google has ended our access to this mailbox. ${CONNECT_AGAIN}`,
  insufficientScope: `A permission is missing. ${CONNECT_AGAIN} Tick every box on Google’s page.`,
  forbidden:
    'Google does not let us read this mailbox. Ask the administrator of your Google Workspace to allow this app and Gmail’s API.',
  topicNotPermitted: `Gmail may not notify us. ${OPERATIONS}`,
  watchTaken: `Gmail notifies another system of this mailbox. ${OPERATIONS}`,
  unavailable: `Gmail or the database did not answer in time. ${LATER}`,
  invalidRequest: `We asked Gmail for something that it refuses. ${OPERATIONS}`,
  malformedAnswer: `Gmail gave an answer that we cannot read. ${LATER} If it stays so, tell operations.`,
  unreadable: `A mail could not be read. ${LATER} It is left out after three times, and the others go on.`,
  unstorable: `A mail could not be stored. ${LATER} It is left out after three times, and the others go on.`,
  leaseLost: `Another sync of this mailbox took over. ${LATER}`,
  ledgerMoved: `Another sync of this mailbox was faster. ${LATER}`,
  contention: `The database was busy. ${LATER}`,
  ghlGone: `GoHighLevel no longer has the contact or the conversation. ${LATER}`,
  undecryptable: `Our access to this mailbox cannot be opened. ${CONNECT_AGAIN}`,
};

/** What a failure means to an agent, and what they can do about it. */
export const failureAdvice = (code: SyncErrorCode): string => ADVICE[code];

/** What the last failure of a mailbox means. */
export const errorAdvice = (code: MailboxError['code']): string =>
  code === 'unexpected' ? `Something went wrong on our side. ${OPERATIONS}` : failureAdvice(code);
