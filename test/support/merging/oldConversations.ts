import { randomUUID } from 'node:crypto';
import type { Arrival } from '../../../shared/domain/arrival.ts';
import { type Conversation, emptyConversation } from '../../../shared/domain/conversation.ts';
import {
  type ContactId,
  ConversationId,
  type LocationId,
  MailboxId,
  MessageId,
} from '../../../shared/domain/ids.ts';
import type { Message } from '../../../shared/domain/message.ts';
import { withArrival } from '../../../shared/domain/messageCopies.ts';
import { anArrival } from '../builders.ts';

interface Owner {
  readonly locationId: LocationId;
  readonly contactId: ContactId;
}

export const BEGUN = new Date('2019-05-04T10:00:00Z');

/** A conversation as the old system left it: under an id that follows from nothing. */
export function anOldConversation(
  { locationId, contactId }: Owner,
  overrides: Partial<Conversation> = {},
): Conversation {
  const id = ConversationId(`old-${randomUUID()}`);
  return { ...emptyConversation(id, locationId, contactId, BEGUN), messageCount: 1, ...overrides };
}

export const idOf = ({ locationId, contactId }: Owner): ConversationId =>
  ConversationId.of(locationId, contactId);

/** A message in conversations as the old system named them. */
export function anOldMessage(
  locationId: LocationId,
  contactIds: readonly ContactId[],
  conversationIds: readonly ConversationId[],
  {
    mailboxId = MailboxId(`mailbox-${randomUUID()}`),
    ...arrival
  }: Partial<Arrival> & {
    mailboxId?: MailboxId;
  } = {},
): Message {
  const to = { locationId, contactIds, mailboxId, now: BEGUN };
  const messageId = MessageId(`message-${randomUUID()}`);
  return { ...withArrival(undefined, anArrival(arrival), { ...to, messageId }), conversationIds };
}
