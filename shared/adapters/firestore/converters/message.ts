import { z } from 'zod';
import { MailboxId, MessageId } from '../../../domain/ids.ts';
import { ANSWERS, METHODS, type Message, STATUSES } from '../../../domain/message.ts';
import { type Converter, converter } from './converter.ts';
import { field } from './fields.ts';

const participant = z.object({ name: z.string(), address: field.emailAddress });
const participants = z.array(participant);
const direction = z.enum(['inbound', 'outbound']);

const copies = z
  .record(
    z.string(),
    z.object({
      gmailId: field.gmailMessageId,
      threadId: field.gmailThreadId,
      labels: z.array(z.string()),
      direction,
      differs: z.boolean(),
      deletedAt: field.date.nullable(),
    }),
  )
  .transform((byMailbox): Message['copies'] =>
    Object.fromEntries(Object.entries(byMailbox).map(([id, copy]) => [MailboxId(id), copy])),
  );

/** The one field of a message that a comparison with Gmail needs: its content stays where it is. */
export const copiesOnly = { mask: ['copies'], schema: z.object({ copies }) } as const;

/** Whose a message is, and in which mailboxes: what its erasure needs. */
export const erasableOnly = {
  mask: ['locationId', 'contactIds', 'conversationIds', 'copies'],
  schema: z.object({
    locationId: field.locationId,
    contactIds: z.array(field.contactId),
    conversationIds: z.array(field.conversationId),
    copies,
  }),
} as const;

const attachments = z.array(
  z.object({
    attachmentId: z.string(),
    filename: z.string(),
    mimeType: z.string(),
    size: z.number(),
    contentId: z.string().nullable(),
    inline: z.boolean(),
  }),
);

/** What a change of a message's read state needs of it. */
export const heldOnly = {
  mask: ['read', 'copies'],
  schema: z.object({ read: z.boolean(), copies }),
} as const;

/** What is needed to find what hangs on a message in Gmail. */
export const filesOnly = {
  mask: ['locationId', 'copies', 'attachments', 'truncated'],
  schema: z.object({ locationId: field.locationId, copies, attachments, truncated: z.boolean() }),
} as const;

/** What a conversation lists of a message, and whose it is. */
export const listedOnly = {
  mask: [
    'locationId',
    'contactIds',
    'conversationIds',
    'direction',
    'headers.subject',
    'snippet',
    'sentAt',
    'read',
    'deletedAt',
  ],
  schema: z
    .object({
      locationId: field.locationId,
      contactIds: z.array(field.contactId),
      conversationIds: z.array(field.conversationId),
      direction,
      headers: z.object({ subject: z.string() }),
      snippet: z.string(),
      sentAt: field.date,
      read: z.boolean(),
      deletedAt: field.date.nullable(),
    })
    .transform(({ headers, ...rest }) => ({ ...rest, envelope: headers })),
} as const;

const event = z.object({
  method: z.enum(METHODS),
  uid: z.string(),
  summary: z.string(),
  location: z.string(),
  start: z.string().nullable(),
  end: z.string().nullable(),
  recurring: z.boolean(),
  organizer: participant.nullable(),
  status: z.enum(STATUSES).nullable(),
  sequence: z.number(),
  answer: z.enum(ANSWERS).nullable(),
});

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
  /** Null in documents that were written before it was known, as is `event`. */
  quotedFrom: z.number().nullable().default(null),
  attachments,
  event: event.nullable().default(null),
  snippet: z.string(),
  sentAt: field.date,
  read: z.boolean(),
  labels: z.array(z.string()),
  copies,
  emailMessageId: field.gmailMessageId,
  emailThreadId: field.gmailThreadId,
  rfc822MessageId: z.string(),
  deletedAt: field.date.nullable(),
});

type MessageDocument = z.output<typeof schema>;

function fromDocument(document: MessageDocument, id: string): Message {
  const { headers, rfc822MessageId, text, html, truncated, quotedFrom, ...rest } = document;
  return {
    ...rest,
    messageId: MessageId(id),
    envelope: { ...headers, rfc822MessageId },
    body: { text, html, truncated, quotedFrom },
  };
}

function toDocument({ messageId: _, envelope, body, ...rest }: Message) {
  const { rfc822MessageId, ...headers } = envelope;
  return { ...rest, headers, rfc822MessageId, ...body };
}

/** What can change of a message that is stored; its content is never written again. */
export function changedFields(message: Message) {
  const { contactIds, conversationIds, direction, labels, read, copies, deletedAt } = message;
  const { emailMessageId, emailThreadId } = message;
  const ids = { emailMessageId, emailThreadId };
  return { contactIds, conversationIds, direction, labels, read, copies, deletedAt, ...ids };
}

export const messageConverter: Converter<Message> = converter(
  schema,
  (document, snapshot) => fromDocument(document, snapshot.id),
  toDocument,
);
