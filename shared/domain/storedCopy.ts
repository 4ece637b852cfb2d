import type { GmailMessageId, GmailThreadId } from './ids.ts';
import type { MailboxCopy } from './message.ts';

/** What a mailbox has of one stored email. */
export interface StoredCopy {
  readonly gmailId: GmailMessageId;
  readonly threadId: GmailThreadId;
  /** Gmail's time of the message in this mailbox. */
  readonly receivedAt: Date;
  /** As they are stored, once for each location that has the email. */
  readonly labels: readonly (readonly string[])[];
}

/** Drawn from the mailbox's copies in the messages that its ledger names; undefined where it has deleted all of them. */
export function storedCopy(
  gmailId: GmailMessageId,
  receivedAt: Date,
  copies: readonly MailboxCopy[],
): StoredCopy | undefined {
  const left = copies.filter((copy) => copy.gmailId === gmailId && copy.deletedAt === null);
  const [first] = left;
  return first && { gmailId, threadId: first.threadId, receivedAt, labels: left.map(({ labels }) => labels) };
}
