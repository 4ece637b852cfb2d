import { randomUUID } from 'node:crypto';
import type { Conversation, MessagePreview } from '../../../shared/domain/conversation.ts';
import { ConversationId, MessageId } from '../../../shared/domain/ids.ts';
import type { Contact } from '../../../shared/domain/tenancy.ts';

interface Wishes {
  readonly unreadCount?: number;
  readonly last?: Partial<MessagePreview>;
}

/** What was said with a contact: one mail, which came in and was read, unless told. */
export function aConversation(
  { locationId, contactId }: Pick<Contact, 'locationId' | 'contactId'>,
  { unreadCount = 0, last = {} }: Wishes = {},
): Conversation {
  const sentAt = last.sentAt ?? new Date('2026-11-02T10:00:00Z');
  return {
    conversationId: ConversationId.of(locationId, contactId),
    locationId,
    contactId,
    messageCount: Math.max(1, unreadCount),
    unreadCount,
    lastMessage: {
      messageId: MessageId.of(locationId, randomUUID(), 0),
      direction: 'inbound',
      subject: 'Viewing on Saturday?',
      snippet: 'Is it still free?',
      ...last,
      sentAt,
    },
    createdAt: sentAt,
    updatedAt: sentAt,
  };
}
