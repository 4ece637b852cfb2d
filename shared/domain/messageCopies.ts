import type { Arrival, Destination } from './arrival.ts';
import { ConversationId, type MailboxId, type MessageId } from './ids.ts';
import { likenessOf } from './likeness.ts';
import type { MailboxCopy, Message } from './message.ts';

const HIDDEN_LABELS = ['TRASH', 'SPAM'];

/** The location's message once `mailboxId` has brought its copy, be it the first or one more. */
export function withArrival(
  existing: Message | undefined,
  arrival: Arrival,
  to: Destination & { messageId: MessageId; mailboxId: MailboxId; now: Date },
): Message {
  const base = existing ?? firstMessage(arrival, to);
  const contactIds = union(base.contactIds, to.contactIds);
  const copy: MailboxCopy = {
    gmailId: arrival.gmailId,
    threadId: arrival.threadId,
    labels: arrival.labels,
    direction: arrival.direction,
    differs: existing !== undefined && likenessOf(existing.body, arrival.content.body) !== 'same',
    deletedAt: null,
  };
  return withCopy(
    {
      ...base,
      contactIds,
      conversationIds: contactIds.map((contactId) => ConversationId.of(to.locationId, contactId)),
    },
    to.mailboxId,
    copy,
    to.now,
  );
}

/** Replaces one mailbox's copy and draws again what follows from all copies. */
export function withCopy(message: Message, mailboxId: MailboxId, copy: MailboxCopy, now: Date): Message {
  return redrawn({ ...message, copies: { ...message.copies, [mailboxId]: copy } }, now);
}

/** The message as the other mailboxes have it; undefined when none has. */
export function withoutCopy(message: Message, mailboxId: MailboxId, now: Date): Message | undefined {
  const { [mailboxId]: removed, ...copies } = message.copies;
  const remaining: readonly MailboxCopy[] = Object.values(copies);
  const next = remaining.find(isVisible) ?? remaining[0];
  if (!next) return undefined;
  const isFirst = removed?.gmailId === message.emailMessageId;
  const ids = isFirst ? { emailMessageId: next.gmailId, emailThreadId: next.threadId } : {};
  return redrawn({ ...message, ...ids, copies }, now);
}

function redrawn(message: Message, now: Date): Message {
  const all: readonly MailboxCopy[] = Object.values(message.copies);
  const visible = all.filter(isVisible);
  return {
    ...message,
    direction: all.some(({ direction }) => direction === 'outbound') ? 'outbound' : 'inbound',
    labels: [...new Set(visible.flatMap(({ labels }) => labels))].sort(),
    read: visible.length === 0 || visible.some(isRead),
    deletedAt: visible.length > 0 ? null : (message.deletedAt ?? now),
  };
}

/**
 * Whether what arrived in `mailboxId` may be a copy of this message: a mailbox has at most one copy of it, and a mail
 * with other words is another one, even if all its headers are the same.
 */
export function acceptsCopy(message: Message | undefined, mailboxId: MailboxId, arrival: Arrival): boolean {
  if (!message) return true;
  const copy = message.copies[mailboxId];
  if (copy) return copy.gmailId === arrival.gmailId;
  return likenessOf(message.body, arrival.content.body) !== 'different';
}

/** What an agent wrote is read, also where Gmail delivers it to himself. */
function isRead({ direction, labels }: MailboxCopy): boolean {
  return direction === 'outbound' || !labels.includes('UNREAD');
}

/** Whether it is where its mailbox's agent sees it: neither deleted nor in spam or trash. */
export function isVisible(copy: MailboxCopy): boolean {
  return copy.deletedAt === null && !copy.labels.some((label) => HIDDEN_LABELS.includes(label));
}

function firstMessage(arrival: Arrival, to: Destination & { messageId: MessageId }): Message {
  const { envelope, body, attachments, event, snippet } = arrival.content;
  return {
    messageId: to.messageId,
    locationId: to.locationId,
    contactIds: [],
    conversationIds: [],
    direction: arrival.direction,
    envelope,
    body,
    attachments,
    event,
    snippet,
    sentAt: arrival.sentAt,
    read: true,
    labels: [],
    copies: {},
    emailMessageId: arrival.gmailId,
    emailThreadId: arrival.threadId,
    deletedAt: null,
  };
}

/** In one order, whichever mailbox came first. */
const union = <T extends string>(a: readonly T[], b: readonly T[]): readonly T[] =>
  [...new Set([...a, ...b])].sort();
