import { Timestamp } from '@google-cloud/firestore';
import { z } from 'zod';
import { HistoryId } from '../../../domain/historyId.ts';
import {
  AgentId,
  ContactId,
  ConversationId,
  EmailAddress,
  GmailMessageId,
  GmailThreadId,
  LocationId,
  MailboxId,
  MessageId,
} from '../../../domain/ids.ts';

const id = z.string().min(1);

/** Looked at when a document is read, so that Firestore's client need not be loaded before. */
const timestamp = z.custom<Timestamp>((value) => value instanceof Timestamp, 'is not a Timestamp');

/** The field types that documents are made of. Timestamps become `Date` here and nowhere else. */
export const field = {
  date: timestamp.transform((time) => time.toDate()),
  count: z.int(),
  agentId: id.transform(AgentId),
  contactId: id.transform(ContactId),
  conversationId: id.transform(ConversationId),
  emailAddress: id.transform(EmailAddress),
  gmailMessageId: id.transform(GmailMessageId),
  gmailThreadId: id.transform(GmailThreadId),
  locationId: id.transform(LocationId),
  mailboxId: id.transform(MailboxId),
  messageId: id.transform(MessageId),
  historyId: z.string().transform(HistoryId.of),
};
