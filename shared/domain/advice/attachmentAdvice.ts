import type { Mailbox, MailboxStatus } from '../mailbox.ts';
import type { SyncErrorCode } from '../syncError.ts';
import { failureAdvice } from './failureAdvice.ts';
import { pauseAdvice, statusAdvice } from './mailboxAdvice.ts';

/** Its base64 has to fit an answer of Cloud Run, which ends at 32 MiB. */
export const MOST_BYTES = 25_000_000;

const IN_GMAIL = 'Open it in Gmail.';
const count = new Intl.NumberFormat('en');

export const NO_SUCH_ATTACHMENT =
  'The message has no attachment with this id. Take it from its `attachments`; `text` and `html` are the body of a message that is `truncated`.';
export const NOT_TRUNCATED = 'The message is not truncated: its whole body is in its document.';
export const NO_HTML = 'The mail has no html. Ask for its `text`.';
export const HTML_TOO_LONG = `Its html is too long to be made safe to show. Ask for its \`text\`. Or: ${IN_GMAIL}`;
export const TOO_MANY_PARTS = `The body of the mail is in too many parts. ${IN_GMAIL}`;

export const tooLarge = (bytes: number): string =>
  `It has ${count.format(bytes)} bytes, and ${count.format(MOST_BYTES)} can be fetched at most. ${IN_GMAIL}`;

/** Why a mailbox did not give what one of its agent's mails has. */
export type MissReason =
  /** Its agent does not work in the location, or no longer. */
  | { readonly outcome: 'left' }
  /** Deleted there for good. */
  | { readonly outcome: 'deleted' }
  /** The mail there is not quite the one that is shown: it has no such part. */
  | { readonly outcome: 'unlike' }
  | { readonly outcome: 'blocked'; readonly status: MailboxStatus }
  | { readonly outcome: 'paused'; readonly until: Date }
  | { readonly outcome: 'failed'; readonly code: SyncErrorCode };

export interface Miss {
  /** Undefined where it is none of the asking agent's. */
  readonly own: Pick<Mailbox, 'emailAddress'> | undefined;
  readonly because: MissReason;
}

/** Why nobody's mailbox gave it, each reason once. */
export const notGivenAdvice = (misses: readonly Miss[]): string =>
  [...new Set(misses.map(reasonFor))].join(' ');

const LEFT = 'It is in the mailbox of an agent who does not work in this location any more.';
const DELETED = 'It was deleted in Gmail.';
const UNLIKE = `The mail in Gmail differs from the one that is shown, and does not have it. ${IN_GMAIL}`;
const NOT_REACHED = 'It is in a colleague’s mailbox that we cannot reach now: ask them for it.';

function reasonFor({ own, because }: Miss): string {
  switch (because.outcome) {
    case 'left':
      return LEFT;
    case 'deleted':
      return DELETED;
    case 'unlike':
      return UNLIKE;
    case 'blocked':
      return own ? `${own.emailAddress}: ${statusAdvice(because.status)}` : NOT_REACHED;
    case 'paused':
      return own ? `${own.emailAddress}: ${pauseAdvice(because.until)}` : NOT_REACHED;
    case 'failed':
      return own ? `${own.emailAddress}: ${failureAdvice(because.code)}` : NOT_REACHED;
    default:
      return because satisfies never;
  }
}
