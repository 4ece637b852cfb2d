import type { ConversationRef } from '../audit/auditComparison.ts';
import type { Conversation } from '../conversation.ts';
import { ConversationId, type MessageId } from '../ids.ts';
import type { Message } from '../message.ts';

/** Whose a conversation is. */
export type Owner = Pick<Conversation, 'locationId' | 'contactId'>;

/** A conversation's document, as much of it as can be read: the old system wrote others than this engine does. */
export interface FoundConversation {
  readonly conversationId: ConversationId;
  /** null where it does not say whose it is. */
  readonly owner: Owner | null;
  /** null where it does not say when it began. */
  readonly createdAt: Date | null;
  /** Whether the engine could go on with it. */
  readonly isWhole: boolean;
}

/** One that says whose it is, under another id than the engine would look for: to be merged. */
export type OldConversation = FoundConversation & { readonly owner: Owner };

/** A message that names a conversation, without its words; null where the engine could not read it. */
export interface NamedMessage {
  readonly messageId: MessageId;
  readonly message: Pick<Message, 'locationId' | 'contactIds'> | null;
}

/** Why a conversation is left as it is. */
export interface Objection {
  readonly outcome: 'conflict' | 'unreadable';
  readonly reason: /** A message names it that is in another location, or with another contact. */
    | 'otherLocation'
    | 'otherContact'
    /** The conversation that it belongs into says that it is somebody else's. */
    | 'otherOwner'
    /** Somebody else writes there at this moment: the next time will do. */
    | 'changing'
    /** It does not say whose it is, or lacks what the engine needs. */
    | 'owner'
    | 'fields'
    /** A message of it, or what it belongs into, cannot be read. */
    | 'message'
    | 'target';
  readonly messageId: MessageId | null;
}

/** The one conversation of a contact: its id follows from whose it is, and everything that arrives goes there. */
export const conversationOf = ({ locationId, contactId }: Owner): ConversationRef => ({
  conversationId: ConversationId.of(locationId, contactId),
  locationId,
  contactId,
});

export function isOld(found: FoundConversation): found is OldConversation {
  return found.owner !== null && found.conversationId !== conversationOf(found.owner).conversationId;
}

/** What is wrong with a document that is not to be merged. */
export function objectionToDocument({ owner, isWhole }: FoundConversation): Objection | undefined {
  if (owner === null) return { outcome: 'unreadable', reason: 'owner', messageId: null };
  return isWhole ? undefined : { outcome: 'unreadable', reason: 'fields', messageId: null };
}

/** Whether messages may go there: whoever sees a conversation sees the subject of its last one. */
export function objectionToTarget(
  target: FoundConversation | undefined,
  to: ConversationRef,
): Objection | undefined {
  if (!target) return undefined;
  if (!target.isWhole || target.owner === null) return UNREADABLE_TARGET;
  return isOwnedBy(target.owner, to)
    ? undefined
    : { outcome: 'conflict', reason: 'otherOwner', messageId: null };
}

/** A message never moves to another location, nor to a contact who is not in it. */
export function objectionToMessage(
  { messageId, message }: NamedMessage,
  { locationId, contactId }: Owner,
): Objection | undefined {
  if (!message) return { outcome: 'unreadable', reason: 'message', messageId };
  if (message.locationId !== locationId) return { outcome: 'conflict', reason: 'otherLocation', messageId };
  return message.contactIds.includes(contactId)
    ? undefined
    : { outcome: 'conflict', reason: 'otherContact', messageId };
}

export const UNREADABLE_TARGET: Objection = { outcome: 'unreadable', reason: 'target', messageId: null };
export const CHANGING: Objection = { outcome: 'conflict', reason: 'changing', messageId: null };

export const isOwnedBy = (owner: Owner, { locationId, contactId }: Owner): boolean =>
  owner.locationId === locationId && owner.contactId === contactId;
