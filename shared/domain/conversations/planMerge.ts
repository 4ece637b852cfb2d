import type { ConversationRef } from '../audit/auditComparison.ts';
import { type Conversation, emptyConversation, type ListedMessage, withMessage } from '../conversation.ts';
import type { ConversationId, MessageId } from '../ids.ts';
import type { Message } from '../message.ts';
import {
  CHANGING,
  type FoundConversation,
  isOwnedBy,
  type Objection,
  type OldConversation,
  objectionToMessage,
} from './oldConversation.ts';

/** A message that is to move; null where it cannot be read. */
export interface MovableMessage {
  readonly messageId: MessageId;
  readonly message: (ListedMessage & Pick<Message, 'locationId' | 'contactIds'>) | null;
}

export interface MoveRequest {
  readonly from: ConversationId;
  readonly to: ConversationRef;
  readonly now: Date;
}

export type MovePlan =
  | { readonly objection: Objection }
  | {
      readonly messages: readonly Pick<Message, 'messageId' | 'conversationIds'>[];
      /** Written with them, because whatever changes a message writes its conversation; undefined where there are none. */
      readonly conversation: Conversation | undefined;
    };

/**
 * Those of the messages that name `from` name `to` from now on, once each, and `to` counts what it did not have. Where
 * one of them may not move, none does.
 */
export function planMove(
  target: Conversation | undefined,
  messages: readonly MovableMessage[],
  { from, to, now }: MoveRequest,
): MovePlan {
  if (target && !isOwnedBy(target, to)) return { objection: CHANGING };
  const moved: ListedMessage[] = [];
  let conversation = target;
  for (const found of messages) {
    const objection = objectionToMessage(found, to);
    if (objection) return { objection };
    const { message: before } = found;
    if (!before?.conversationIds.includes(from)) continue;
    const after = { ...before, conversationIds: renamed(before.conversationIds, from, to.conversationId) };
    conversation ??= emptyConversation(to.conversationId, to.locationId, to.contactId, now);
    conversation = withMessage(conversation, before, after, now);
    moved.push(after);
  }
  return { messages: moved, conversation: moved.length > 0 ? conversation : undefined };
}

const renamed = (
  ids: readonly ConversationId[],
  from: ConversationId,
  to: ConversationId,
): readonly ConversationId[] => [...new Set(ids.map((id) => (id === from ? to : id)))];

/** What the transaction has read that is to remove an old conversation. */
export interface RemovalState {
  readonly old: FoundConversation | undefined;
  /** Whether a message names it still. */
  readonly isNamed: boolean;
  readonly target: Conversation | undefined;
}

export type RemovalPlan =
  /** Somebody else has removed it. */
  | 'gone'
  /** It is not what was looked at, or has a message again. */
  | 'kept'
  /** null: what stays has nothing to take over from it. */
  | { readonly write: Conversation | null };

/** The contact's one conversation stays, or comes to be, and is as old as the oldest. */
export function planRemoval(
  { old, isNamed, target }: RemovalState,
  { owner }: OldConversation,
  { to, now }: { to: ConversationRef; now: Date },
): RemovalPlan {
  if (!old) return 'gone';
  const isSame = old.owner !== null && isOwnedBy(old.owner, owner);
  if (!isSame || isNamed || (target && !isOwnedBy(target, to))) return 'kept';
  const { createdAt } = old;
  if (!target) {
    const created = emptyConversation(to.conversationId, to.locationId, to.contactId, now);
    return { write: { ...created, createdAt: createdAt ?? now } };
  }
  const isOlder = createdAt !== null && createdAt < target.createdAt;
  return { write: isOlder ? { ...target, createdAt, updatedAt: now } : null };
}
