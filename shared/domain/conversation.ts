import type { ContactId, ConversationId, LocationId, MessageId } from './ids.ts';
import type { Direction, Message } from './message.ts';

/** Everything said with one contact of one location: there is exactly one, its id is derived from the two. */
export interface Conversation {
  readonly conversationId: ConversationId;
  readonly locationId: LocationId;
  readonly contactId: ContactId;
  readonly messageCount: number;
  readonly unreadCount: number;
  /** The newest message, for lists; null in a conversation whose messages are all gone. */
  readonly lastMessage: MessagePreview | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface MessagePreview {
  readonly messageId: MessageId;
  readonly direction: Direction;
  readonly subject: string;
  readonly snippet: string;
  readonly sentAt: Date;
}

/** What a conversation has to know of a message: not its words. */
export type ListedMessage = Pick<
  Message,
  'messageId' | 'conversationIds' | 'direction' | 'snippet' | 'sentAt' | 'read' | 'deletedAt'
> & { readonly envelope: Pick<Message['envelope'], 'subject'> };

export function emptyConversation(
  conversationId: ConversationId,
  locationId: LocationId,
  contactId: ContactId,
  now: Date,
): Conversation {
  return {
    conversationId,
    locationId,
    contactId,
    messageCount: 0,
    unreadCount: 0,
    lastMessage: null,
    createdAt: now,
    updatedAt: now,
  };
}

/**
 * The conversation after one of its messages changed from `before` to `after`. Counts move by the difference of
 * what the message contributes, so that whatever happens to it in whatever order, they end right. A preview that
 * was hidden is left to `withPreview`, which has to know the other messages.
 */
export function withMessage(
  conversation: Conversation,
  before: ListedMessage | undefined,
  after: ListedMessage,
  now: Date,
): Conversation {
  return {
    ...conversation,
    messageCount: conversation.messageCount + shown(after, conversation) - shown(before, conversation),
    unreadCount: conversation.unreadCount + unread(after, conversation) - unread(before, conversation),
    lastMessage: newest(conversation, after),
    updatedAt: now,
  };
}

/** The conversation without a message that is deleted; its preview is left to `withPreview`. */
export function withoutMessage(conversation: Conversation, before: ListedMessage, now: Date): Conversation {
  return {
    ...conversation,
    messageCount: conversation.messageCount - shown(before, conversation),
    unreadCount: conversation.unreadCount - unread(before, conversation),
    updatedAt: now,
  };
}

function shown(message: ListedMessage | undefined, { conversationId }: Conversation): number {
  return message && !message.deletedAt && message.conversationIds.includes(conversationId) ? 1 : 0;
}

function unread(message: ListedMessage | undefined, conversation: Conversation): number {
  return message && !message.read ? shown(message, conversation) : 0;
}

function newest(conversation: Conversation, message: ListedMessage): MessagePreview | null {
  const { lastMessage: last } = conversation;
  const isOlder = last && byAge(last, message) > 0;
  return shown(message, conversation) === 0 || isOlder ? last : previewOf(message);
}

/** The conversation with the newest of these messages that is visible in it for its preview. */
export function withPreview(conversation: Conversation, candidates: readonly ListedMessage[]): Conversation {
  const [latest] = candidates
    .filter((message) => shown(message, conversation) === 1)
    .sort((a, b) => byAge(b, a));
  return { ...conversation, lastMessage: latest ? previewOf(latest) : null };
}

type Aged = Pick<Message, 'sentAt' | 'messageId'>;

/** Oldest first; mails of the same moment have an order, too, so that it does not matter which is stored first. */
function byAge(a: Aged, b: Aged): number {
  return (
    a.sentAt.getTime() - b.sentAt.getTime() ||
    Number(a.messageId > b.messageId) - Number(a.messageId < b.messageId)
  );
}

function previewOf({ messageId, direction, snippet, sentAt, envelope }: ListedMessage): MessagePreview {
  return { messageId, direction, subject: envelope.subject, snippet, sentAt };
}
