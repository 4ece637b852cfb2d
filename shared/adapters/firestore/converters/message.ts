import { z } from 'zod';
import { MailboxId, MessageId } from '../../../domain/ids.ts';
import type { MailboxCopy, Message } from '../../../domain/message.ts';
import { type Converter, converter } from './converter.ts';
import { field } from './fields.ts';

const participants = z.array(z.object({ name: z.string(), address: field.emailAddress }));
const direction = z.enum(['inbound', 'outbound']);

const schema = z.object({
  locationId: field.locationId,
  contactIds: z.array(field.contactId),
  conversationIds: z.array(field.conversationId),
  direction,
  headers: z.object({
    from: participants,
    to: participants,
    cc: participants,
    bcc: participants,
    replyTo: participants,
    subject: z.string(),
    dateHeader: z.string(),
    inReplyTo: z.array(z.string()),
    references: z.array(z.string()),
  }),
  text: z.string(),
  html: z.string().nullable(),
  truncated: z.boolean(),
  attachments: z.array(
    z.object({
      attachmentId: z.string(),
      filename: z.string(),
      mimeType: z.string(),
      size: z.number(),
      contentId: z.string().nullable(),
      inline: z.boolean(),
    }),
  ),
  snippet: z.string(),
  sentAt: field.date,
  read: z.boolean(),
  labels: z.array(z.string()),
  copies: z.record(
    z.string(),
    z.object({
      gmailId: field.gmailMessageId,
      threadId: field.gmailThreadId,
      labels: z.array(z.string()),
      direction,
      deletedAt: field.date.nullable(),
    }),
  ),
  emailMessageId: field.gmailMessageId,
  emailThreadId: field.gmailThreadId,
  rfc822MessageId: z.string(),
  deletedAt: field.date.nullable(),
});

type MessageDocument = z.output<typeof schema>;

function fromDocument(document: MessageDocument, id: string): Message {
  const { headers, rfc822MessageId, text, html, truncated, copies, ...rest } = document;
  return {
    ...rest,
    messageId: MessageId(id),
    envelope: { ...headers, rfc822MessageId },
    body: { text, html, truncated },
    copies: Object.fromEntries(
      Object.entries(copies).map(([mailboxId, copy]): [MailboxId, MailboxCopy] => [
        MailboxId(mailboxId),
        copy,
      ]),
    ),
  };
}

function toDocument({ messageId: _, envelope, body, ...rest }: Message) {
  const { rfc822MessageId, ...headers } = envelope;
  return { ...rest, headers, rfc822MessageId, ...body };
}

/** What can change of a message that is stored; its content is never written again. */
export function changedFields(message: Message) {
  const { contactIds, conversationIds, direction, labels, read, copies, deletedAt } = message;
  return { contactIds, conversationIds, direction, labels, read, copies, deletedAt };
}

export const messageConverter: Converter<Message> = converter(
  schema,
  (document, snapshot) => fromDocument(document, snapshot.id),
  toDocument,
);
