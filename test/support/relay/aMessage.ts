import { randomUUID } from 'node:crypto';
import {
  type ContactId,
  ConversationId,
  EmailAddress,
  GmailMessageId,
  GmailThreadId,
  type LocationId,
  MailboxId,
  MessageId,
} from '../../../shared/domain/ids.ts';
import type { Message } from '../../../shared/domain/message.ts';

export interface MailToLog {
  readonly contact: number;
  readonly thread: number;
  readonly direction?: Message['direction'];
  readonly sentAt?: Date;
}

export function aMessage(
  locationId: LocationId,
  contactId: ContactId,
  { thread, direction = 'inbound', sentAt }: MailToLog & { sentAt: Date },
): Message {
  const id = randomUUID();
  const person = { name: '', address: EmailAddress(`${contactId}@example.com`) };
  const agent = { name: '', address: EmailAddress('agent@example.com') };
  const threadId = GmailThreadId(`${contactId}-thread-${thread}`);
  const gmailId = GmailMessageId(id);
  return {
    messageId: MessageId.of(locationId, id, 0),
    locationId,
    contactIds: [contactId],
    conversationIds: [ConversationId.of(locationId, contactId)],
    direction,
    envelope: {
      rfc822MessageId: id,
      from: [direction === 'inbound' ? person : agent],
      to: [direction === 'inbound' ? agent : person],
      cc: [],
      bcc: [],
      replyTo: [],
      subject: `Mail ${id}`,
      dateHeader: '',
      inReplyTo: [],
      references: [],
    },
    body: { text: `Text ${id}`, html: null, truncated: false, quotedFrom: null },
    attachments: [],
    event: null,
    snippet: '',
    sentAt,
    read: true,
    labels: [],
    copies: {
      [MailboxId('mailbox')]: { gmailId, threadId, labels: [], direction, differs: false, deletedAt: null },
    },
    emailMessageId: gmailId,
    emailThreadId: threadId,
    deletedAt: null,
  };
}
