import { randomUUID } from 'node:crypto';
import { conversationConverter } from '../../../shared/adapters/firestore/converters/conversation.ts';
import { messageConverter } from '../../../shared/adapters/firestore/converters/message.ts';
import { paths } from '../../../shared/adapters/firestore/paths.ts';
import { emptyConversation } from '../../../shared/domain/conversation.ts';
import {
  ConversationId,
  EmailAddress,
  GmailMessageId,
  GmailThreadId,
  MailboxId,
  MessageId,
} from '../../../shared/domain/ids.ts';
import type { AttachmentMetadata, Message } from '../../../shared/domain/message.ts';
import type { Contact } from '../../../shared/domain/tenancy.ts';
import type { BrowserStage, StageAgent } from './browserStage.ts';

/** What a test says of a message; the rest is as it often is. */
export interface PlantedMessage {
  readonly text?: string;
  readonly html?: string | null;
  readonly subject?: string;
  readonly fromName?: string;
  readonly fromAddress?: string;
  readonly direction?: 'inbound' | 'outbound';
  readonly sentAt?: Date;
  readonly read?: boolean;
  readonly truncated?: boolean;
  readonly attachments?: readonly AttachmentMetadata[];
}

const CHUNK = 100;

/** A conversation of these messages, written into Firestore past the product: nothing has made them safe. */
export async function plantChat(
  stage: BrowserStage,
  planted: readonly PlantedMessage[],
  { contactName = 'Ann Archer' }: { contactName?: string } = {},
) {
  const agent = await stage.agent();
  const contact = await stage.tenants.contact(agent.locationId, { name: contactName });
  const conversationId = ConversationId.of(agent.locationId, contact.contactId);
  const messages = planted.map((each, index) => messageOf(each, { agent, contact, conversationId, index }));
  for (let start = 0; start < messages.length; start += CHUNK) {
    const batch = stage.db.batch();
    for (const message of messages.slice(start, start + CHUNK))
      batch.set(paths.message(stage.db, message.messageId), messageConverter.write(message));
    await batch.commit();
  }
  const now = new Date();
  const conversation = {
    ...emptyConversation(conversationId, agent.locationId, contact.contactId, now),
    messageCount: messages.length,
  };
  await paths.conversation(stage.db, conversationId).set(conversationConverter.write(conversation));
  return { agent, contact, conversationId, messages, path: `/inbox/${conversationId}` };
}

const MINUTE_MS = 60_000;

function messageOf(
  planted: PlantedMessage,
  of: { agent: StageAgent; contact: Contact; conversationId: ConversationId; index: number },
): Message {
  const { agent, contact, conversationId, index } = of;
  const id = randomUUID();
  const direction = planted.direction ?? 'inbound';
  const address = EmailAddress(planted.fromAddress ?? contact.emails[0] ?? '');
  const theirs = { name: planted.fromName ?? contact.name, address };
  const own = { name: agent.name, address: EmailAddress(agent.email) };
  const sentAt = planted.sentAt ?? new Date(Date.now() - (1_000 - index) * MINUTE_MS);
  return {
    messageId: MessageId.of(agent.locationId, id, 0),
    locationId: agent.locationId,
    contactIds: [contact.contactId],
    conversationIds: [conversationId],
    direction,
    envelope: {
      rfc822MessageId: `${id}@example.com`,
      from: [direction === 'inbound' ? theirs : own],
      to: [direction === 'inbound' ? own : theirs],
      cc: [],
      bcc: [],
      replyTo: [],
      subject: planted.subject ?? 'Hello',
      dateHeader: '',
      inReplyTo: [],
      references: [],
    },
    body: {
      text: planted.text ?? 'Hello',
      html: planted.html ?? null,
      truncated: planted.truncated ?? false,
      quotedFrom: null,
    },
    attachments: planted.attachments ?? [],
    event: null,
    snippet: 'Hello',
    sentAt,
    read: planted.read ?? true,
    labels: [],
    copies: {
      [MailboxId.of(agent.email)]: {
        gmailId: GmailMessageId(id),
        threadId: GmailThreadId('thread'),
        labels: [],
        direction,
        differs: false,
        deletedAt: null,
      },
    },
    emailMessageId: GmailMessageId(id),
    emailThreadId: GmailThreadId('thread'),
    deletedAt: null,
  };
}
