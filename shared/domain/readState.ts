import { type GmailMessageId, type GmailThreadId, MailboxId, type MessageId } from './ids.ts';
import type { MailboxCopy, Message } from './message.ts';
import { isVisible } from './messageCopies.ts';

/** A message, as far as its read state goes. */
export type HeldMessage = Pick<Message, 'messageId' | 'read' | 'copies'>;

/** One mailbox's copy of a message, whose read state is to change. */
export interface CopyToMark {
  readonly messageId: MessageId;
  readonly gmailId: GmailMessageId;
  readonly threadId: GmailThreadId;
}

/** What is to be marked, mailbox by mailbox. */
export type ReadStatePlan = ReadonlyMap<MailboxId, readonly CopyToMark[]>;

const UNREAD = 'UNREAD';

interface LabelChange {
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

/** What marks a mail as read, or as unread, in Gmail. */
export const readStateChange = (read: boolean): LabelChange =>
  read ? { add: [], remove: [UNREAD] } : { add: [UNREAD], remove: [] };

/** A message that is as it is wanted is left alone, whatever single copies of it say. */
export function planReadState(messages: readonly HeldMessage[], read: boolean): ReadStatePlan {
  const plan = new Map<MailboxId, CopyToMark[]>();
  for (const { messageId, copies } of messages.filter((message) => message.read !== read)) {
    for (const [mailboxId, { gmailId, threadId }] of copiesToMark(copies, read)) {
      plan.set(mailboxId, [...(plan.get(mailboxId) ?? []), { messageId, gmailId, threadId }]);
    }
  }
  return plan;
}

function copiesToMark(
  copies: Message['copies'],
  read: boolean,
): readonly (readonly [MailboxId, MailboxCopy])[] {
  return Object.entries<MailboxCopy>(copies)
    .filter(([, copy]) => isVisible(copy) && copy.labels.includes(UNREAD) === read)
    .map(([mailboxId, copy]) => [MailboxId(mailboxId), copy] as const);
}

/**
 * What comes of the plan where only these mailboxes are marked. One copy that is read makes its message read: to be
 * unread it has to be so wherever it is.
 */
export function settledBy(
  plan: ReadStatePlan,
  marked: ReadonlySet<MailboxId>,
  read: boolean,
): { changed: number; unmoved: number } {
  const [done, left] = [new Set<MessageId>(), new Set<MessageId>()];
  for (const [mailboxId, copies] of plan) {
    for (const { messageId } of copies) (marked.has(mailboxId) ? done : left).add(messageId);
  }
  const unmoved = [...left].filter((messageId) => !read || !done.has(messageId));
  return { changed: done.size, unmoved: unmoved.length };
}
