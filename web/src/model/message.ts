import * as z from 'zod/mini';
import { participant, read, time } from './fields.ts';

const attachment = z.object({
  attachmentId: z.string(),
  filename: z.string(),
  mimeType: z.string(),
  /** Bytes. */
  size: z.number(),
  contentId: z.nullable(z.string()),
  inline: z.boolean(),
});
export type Attachment = z.infer<typeof attachment>;

const event = z.object({
  method: z.string(),
  summary: z.string(),
  location: z.string(),
  /** An instant, a date, or a time without a zone; https://www.rfc-editor.org/rfc/rfc5545#section-3.3.5 */
  start: z.nullable(z.string()),
  /** Exclusive. */
  end: z.nullable(z.string()),
  recurring: z.boolean(),
  organizer: z.nullable(participant),
  status: z.nullable(z.string()),
  answer: z.nullable(z.string()),
});
export type CalendarEvent = z.infer<typeof event>;

const Document = z.object({
  locationId: z.string(),
  contactIds: z.array(z.string()),
  conversationIds: z.array(z.string()),
  direction: z.enum(['inbound', 'outbound']),
  headers: z.object({
    from: z.array(participant),
    to: z.array(participant),
    cc: z.array(participant),
    bcc: z.array(participant),
    replyTo: z.array(participant),
    subject: z.string(),
  }),
  text: z.string(),
  /** Made safe by the server; shown in a frame that runs nothing all the same. */
  html: z.nullable(z.string()),
  truncated: z.boolean(),
  /** Where in `text` the quoted rest begins. */
  quotedFrom: z.catch(z.nullable(z.number()), null),
  attachments: z.array(attachment),
  event: z.catch(z.nullable(event), null),
  snippet: z.string(),
  sentAt: time,
  read: z.boolean(),
  labels: z.array(z.string()),
  copies: z.record(
    z.string(),
    z.object({
      gmailId: z.string(),
      threadId: z.string(),
      differs: z.boolean(),
      deletedAt: z.nullable(time),
    }),
  ),
  emailThreadId: z.string(),
  rfc822MessageId: z.string(),
  deletedAt: z.nullable(time),
});

/** One email of a location. */
export type Message = z.infer<typeof Document> & { readonly messageId: string };

export function readMessage(messageId: string, document: unknown): Message | undefined {
  const message = read(Document, document);
  return message && { messageId, ...message };
}
