import type { Conversation } from '../../../shared/domain/conversation.ts';
import type {
  FoundConversation,
  NamedMessage,
} from '../../../shared/domain/conversations/oldConversation.ts';
import {
  type MovableMessage,
  planMove,
  planRemoval,
} from '../../../shared/domain/conversations/planMerge.ts';
import type { ConversationId, LocationId } from '../../../shared/domain/ids.ts';
import type { Message } from '../../../shared/domain/message.ts';
import type { ConversationStore } from '../../../shared/ports/stores/conversationStore.ts';
import type { Atomically } from './atomically.ts';
import type { Tables } from './tables.ts';

export function memoryConversationStore(tables: Tables, atomically: Atomically): ConversationStore {
  const removeMerged: ConversationStore['removeMerged'] = (old, { to, now }) =>
    atomically('removeMerged', () => {
      const state = {
        old: find(tables, old.conversationId),
        isNamed: naming(tables, old.conversationId).length > 0,
        target: tables.conversations.get(to.conversationId),
      };
      const plan = planRemoval(state, old, { to, now });
      if (typeof plan === 'string') return plan;
      if (plan.write) tables.conversations.set(to.conversationId, plan.write);
      tables.conversations.delete(old.conversationId);
      tables.oddConversations.delete(old.conversationId);
      return 'removed';
    });

  return {
    countConversations: (id) => atomically('countConversations', () => foundIn(tables, id).length),

    conversationPage: ({ locationId, limit, after }) =>
      atomically('conversationPage', () =>
        foundIn(tables, locationId)
          .filter(({ conversationId }) => !after || conversationId > after.conversationId)
          .slice(0, limit),
      ),

    findConversation: (id) => atomically('findConversation', () => find(tables, id)),

    conversationsAfter: ({ locationId, contactId }, after, limit) =>
      atomically('conversationsAfter', () =>
        foundIn(tables, locationId)
          .filter(({ owner }) => owner?.contactId === contactId)
          .map(({ conversationId }) => conversationId)
          .filter((id) => id > after)
          .slice(0, limit),
      ),

    messagesNaming: (id, { limit, after }) =>
      atomically('messagesNaming', () =>
        naming(tables, id)
          .filter(({ messageId }) => !after || messageId > after.messageId)
          .slice(0, limit)
          .map(({ messageId, message }): NamedMessage => {
            if (!message) return { messageId, message };
            const { locationId, contactIds } = message;
            return { messageId, message: { locationId, contactIds } };
          }),
      ),

    moveMessages: ({ messageIds, ...request }) =>
      atomically('moveMessages', () => {
        const { to } = request;
        const messages = messageIds.flatMap((messageId): readonly MovableMessage[] => {
          const message = tables.messages.get(messageId) ?? null;
          return message || tables.oddMessages.has(messageId) ? [{ messageId, message }] : [];
        });
        const plan = planMove(tables.conversations.get(to.conversationId), messages, request);
        if ('objection' in plan) return plan;
        for (const { messageId, conversationIds } of plan.messages) {
          const message = tables.messages.get(messageId);
          if (message) tables.messages.set(messageId, { ...message, conversationIds });
        }
        if (plan.conversation) tables.conversations.set(to.conversationId, plan.conversation);
        return { moved: plan.messages.length };
      }),

    removeMerged,
  };
}

function naming(tables: Tables, id: ConversationId): readonly MovableMessage[] {
  const whole = tables.messages
    .where(({ conversationIds }) => conversationIds.includes(id))
    .map((message: Message): MovableMessage => ({ messageId: message.messageId, message }));
  const odd = tables.oddMessages
    .entries()
    .filter(([, names]) => names.includes(id))
    .map(([messageId]): MovableMessage => ({ messageId, message: null }));
  return [...whole, ...odd].sort((a, b) => (a.messageId < b.messageId ? -1 : 1));
}

function find(tables: Tables, id: ConversationId): FoundConversation | undefined {
  const whole = tables.conversations.get(id);
  const odd = tables.oddConversations.get(id);
  if (whole) return found(id, whole, true);
  return odd && found(id, odd, false);
}

function foundIn(tables: Tables, id: LocationId | undefined): readonly FoundConversation[] {
  const isIn = ({ locationId }: Partial<Conversation>) => id === undefined || locationId === id;
  const whole = tables.conversations.where(isIn).map((each) => found(each.conversationId, each, true));
  const odd = tables.oddConversations
    .entries()
    .flatMap(([conversationId, fields]) => (isIn(fields) ? found(conversationId, fields, false) : []));
  return [...whole, ...odd].sort((a, b) => (a.conversationId < b.conversationId ? -1 : 1));
}

function found(
  conversationId: ConversationId,
  { locationId, contactId, createdAt }: Partial<Conversation>,
  isWhole: boolean,
): FoundConversation {
  const owner = locationId && contactId ? { locationId, contactId } : null;
  return { conversationId, owner, createdAt: createdAt ?? null, isWhole };
}
