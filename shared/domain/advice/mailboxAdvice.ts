import type { MailboxStatus } from '../mailbox.ts';

const BY_STATUS: Readonly<Record<MailboxStatus, string>> = {
  connecting: 'The mailbox was connected a moment ago and its first sync is about to begin.',
  backfilling: 'The first sync of the mailbox is under way; what is new comes right after it.',
  live: 'The mailbox was connected again at this moment. Try again.',
  reauthRequired:
    'Google has ended our access to this mailbox. Connect it again from your settings: the sync goes on where it stopped.',
  disconnected: 'This mailbox is disconnected. Connect it again from your settings to sync it.',
};

/** Why a mailbox in this state does not sync, and what its agent can do about it. */
export const statusAdvice = (status: MailboxStatus): string => BY_STATUS[status];

/** Why it rests. */
export const pauseAdvice = (until: Date): string =>
  `The mailbox rests until ${until.toISOString()}, and goes on by itself then. Nothing is lost.`;
