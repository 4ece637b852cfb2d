import type { GmailThreadId, LocationId, MailboxId } from '../ids.ts';
import type { Envelope, Message } from '../message.ts';
import type { OutgoingMail } from './outgoingMail.ts';

/** What an answer has to know of the message that it answers. */
export interface AnsweredMessage {
  readonly locationId: LocationId;
  readonly envelope: Pick<Envelope, 'rfc822MessageId' | 'references' | 'subject'>;
  readonly copies: Message['copies'];
}

/** Which thread a mail goes into, for its readers and for Gmail. */
export type Threading = Pick<OutgoingMail, 'subject' | 'inReplyTo' | 'references'> & {
  readonly threadId: GmailThreadId | undefined;
};

/** Besides the first: mailers thread by the newest ones and by the root. */
const LAST_REFERENCES = 20;

/**
 * Threads an answer. A thread is of one mailbox, and Gmail keeps to it only under the same subject: where it would not,
 * none is named, and the mail's own headers still say what it answers.
 */
export function threadingOf(
  subject: string | undefined,
  answered: AnsweredMessage | undefined,
  mailboxId: MailboxId,
): Threading {
  if (!answered) return { subject: subject ?? '', inReplyTo: undefined, references: [], threadId: undefined };
  const { envelope, copies } = answered;
  const own = isSound(envelope.rfc822MessageId) ? envelope.rfc822MessageId : undefined;
  const written = subject ?? replySubject(envelope.subject);
  const isSameThread = baseSubject(written) === baseSubject(envelope.subject);
  return {
    subject: written,
    inReplyTo: own,
    references: referencesOf([...envelope.references, ...(own === undefined ? [] : [own])]),
    threadId: isSameThread ? copies[mailboxId]?.threadId : undefined,
  };
}

function referencesOf(ids: readonly string[]): readonly string[] {
  // A repeated id counts where it comes last: there it is what was answered.
  const [first, ...others] = [...new Set(ids.filter(isSound).reverse())].reverse();
  return first === undefined ? [] : [first, ...others.slice(-LAST_REFERENCES)];
}

/** Stored as a stranger sent it: what is not plainly an id would break the header that it is put into. */
const isSound = (id: string): boolean => /^[!-;=?-~]{1,900}$/.test(id);

const replySubject = (subject: string): string =>
  /^\s*re\s*:/i.test(subject) ? subject : `Re: ${subject}`.trim();

function baseSubject(subject: string): string {
  return subject
    .replace(/^(?:\s*(?:re|fwd?|aw|wg)\s*:)+/i, '')
    .trim()
    .toLowerCase();
}
