import * as z from 'zod/mini';
import { read, time } from './fields.ts';

const Document = z.object({
  locationId: z.string(),
  contactId: z.string(),
  messageCount: z.number(),
  unreadCount: z.number(),
  lastMessage: z.nullable(
    z.object({
      messageId: z.string(),
      direction: z.enum(['inbound', 'outbound']),
      subject: z.string(),
      snippet: z.string(),
      sentAt: time,
    }),
  ),
});

/** Everything said with one contact of one location. */
export type Conversation = z.infer<typeof Document> & { readonly conversationId: string };

export function readConversation(conversationId: string, document: unknown): Conversation | undefined {
  const conversation = read(Document, document);
  return conversation && { conversationId, ...conversation };
}
