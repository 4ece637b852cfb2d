import { z } from 'zod';
import type { Conversation } from '../../../domain/conversation.ts';
import { ConversationId } from '../../../domain/ids.ts';
import { type Converter, converter } from './converter.ts';
import { field } from './fields.ts';

export const conversationSchema = z.object({
  locationId: field.locationId,
  contactId: field.contactId,
  messageCount: field.count,
  unreadCount: field.count,
  lastMessage: z
    .object({
      messageId: field.messageId,
      direction: z.enum(['inbound', 'outbound']),
      subject: z.string(),
      snippet: z.string(),
      sentAt: field.date,
    })
    .nullable(),
  createdAt: field.date,
  updatedAt: field.date,
});

/** `unread` is written for queries alone: a count would have them walk past all that is read. */
export const conversationConverter: Converter<Conversation> = converter(
  conversationSchema,
  (document, snapshot): Conversation => ({ ...document, conversationId: ConversationId(snapshot.id) }),
  ({ conversationId: _, ...document }) => ({ ...document, unread: document.unreadCount > 0 }),
);
