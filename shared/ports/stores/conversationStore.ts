import type {
  FoundConversation,
  NamedMessage,
  Objection,
  OldConversation,
  Owner,
} from '../../domain/conversations/oldConversation.ts';
import type { MoveRequest } from '../../domain/conversations/planMerge.ts';
import type { ConversationId, LocationId, MessageId } from '../../domain/ids.ts';

/** Conversations as the old system left them: documents that may lack anything. */
export interface ConversationStore {
  /** All, or a location's; one read for each thousand. */
  countConversations(id?: LocationId): Promise<number>;
  /** All, or a location's, a page of them in the order of their ids, a read each; only the last page is not full. */
  conversationPage(page: {
    locationId?: LocationId | undefined;
    limit: number;
    after?: Pick<FoundConversation, 'conversationId'> | undefined;
  }): Promise<readonly FoundConversation[]>;
  findConversation(id: ConversationId): Promise<FoundConversation | undefined>;
  /** The ids of a contact's conversations that come after one, in their order. */
  conversationsAfter(owner: Owner, after: ConversationId, limit: number): Promise<readonly ConversationId[]>;
  /** Messages that name a conversation, in the order of their ids, a read each; only the last page is not full. */
  messagesNaming(
    id: ConversationId,
    page: { limit: number; after?: Pick<NamedMessage, 'messageId'> | undefined },
  ): Promise<readonly NamedMessage[]>;
  /** One transaction for 400 messages at most: decides with `planMove`, then writes them and the conversation that stays. */
  moveMessages(
    request: MoveRequest & { readonly messageIds: readonly MessageId[] },
  ): Promise<{ readonly moved: number } | { readonly objection: Objection }>;
  /** One transaction: decides with `planRemoval`, then writes the conversation that stays, and deletes the old one. */
  removeMerged(
    old: OldConversation,
    into: Pick<MoveRequest, 'to' | 'now'>,
  ): Promise<'removed' | 'gone' | 'kept'>;
}
