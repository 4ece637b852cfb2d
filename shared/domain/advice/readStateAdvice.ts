import type { Mailbox, MailboxStatus } from '../mailbox.ts';
import type { SyncErrorCode } from '../syncError.ts';
import { errorAdvice } from './failureAdvice.ts';
import { pauseAdvice, statusAdvice } from './mailboxAdvice.ts';

/** Why a mailbox's copies of mails were not marked. */
export type NotMarkedReason =
  /** Its agent is somebody else: one who does not work here any more, or whose mailbox is not shared. */
  | { readonly outcome: 'notShared' }
  | { readonly outcome: 'blocked'; readonly status: MailboxStatus }
  | { readonly outcome: 'paused'; readonly until: Date }
  | { readonly outcome: 'failed'; readonly code: SyncErrorCode | 'unexpected' };

export interface NotMarked {
  /** Undefined where it is none of the asking agent's. */
  readonly own: Pick<Mailbox, 'emailAddress'> | undefined;
  readonly because: NotMarkedReason;
}

const NOT_SHARED =
  'It is in a mailbox that may not be changed for you: its agent has left the location, or the location does not share mailboxes.';
const NOT_REACHED = 'It is in a colleague’s mailbox that we cannot reach now; it was left there as it is.';

/** Why some mailboxes were left as they are, each reason once. */
export function notMarkedAdvice(left: readonly NotMarked[]): string {
  return [...new Set(left.map(reasonFor))].join(' ');
}

function reasonFor({ own, because }: NotMarked): string {
  if (because.outcome === 'notShared') return NOT_SHARED;
  return own ? `${own.emailAddress}: ${words(because)}` : NOT_REACHED;
}

function words(because: Exclude<NotMarkedReason, { outcome: 'notShared' }>): string {
  switch (because.outcome) {
    case 'blocked':
      return statusAdvice(because.status);
    case 'paused':
      return pauseAdvice(because.until);
    case 'failed':
      return errorAdvice(because.code);
    default:
      return because satisfies never;
  }
}

export const MORE_UNREAD = 'These were the newest 1,000 unread mails. Call again for the others.';
export const NOTHING_CAME_IN = 'No mail of this conversation came in that could be marked as unread.';

/** What the screen still shows, and will as long as nothing else happens. */
export const staysAsItIs = (read: boolean): string =>
  read
    ? 'Some of the mails stay unread.'
    : 'It stays read here, because it has been read in a mailbox that was not changed.';
