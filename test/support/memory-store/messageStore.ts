import type { ConversationId } from '../../../shared/domain/ids.ts';
import type { Message } from '../../../shared/domain/message.ts';
import type { HeldMessage } from '../../../shared/domain/readState.ts';
import type { MessageStore } from '../../../shared/ports/stores/messageStore.ts';
import type { Atomically } from './atomically.ts';
import type { Tables } from './tables.ts';

export function memoryMessageStore(tables: Tables, atomically: Atomically): MessageStore {
  return {
    placesOf: (ids) =>
      atomically('placesOf', () =>
        ids.flatMap((messageId) => {
          const message = tables.messages.get(messageId);
          if (!message) return [];
          const { locationId, contactIds, deletedAt } = message;
          return [{ messageId, locationId, contactIds, deletedAt }];
        }),
      ),

    filesOf: (messageId) =>
      atomically('filesOf', () => {
        const message = tables.messages.get(messageId);
        if (!message) return undefined;
        const { locationId, copies, attachments, body } = message;
        return { messageId, locationId, copies, attachments, truncated: body.truncated };
      }),

    locationOf: (id) => atomically('locationOf', () => tables.conversations.get(id)?.locationId),

    unreadOf: (id, limit) =>
      atomically('unreadOf', () =>
        visible(tables, id)
          .filter(({ read }) => !read)
          .slice(0, limit)
          .map(held),
      ),

    newestInboundOf: (id) =>
      atomically('newestInboundOf', () =>
        visible(tables, id)
          .filter(({ direction }) => direction === 'inbound')
          .map(held)
          .at(0),
      ),
  };
}

/** Newest first; of the same moment the higher id, as Firestore goes on with the direction of its last order. */
function visible(tables: Tables, id: ConversationId): readonly Message[] {
  return tables.messages
    .where(({ conversationIds, deletedAt }) => !deletedAt && conversationIds.includes(id))
    .reverse()
    .sort((a, b) => b.sentAt.getTime() - a.sentAt.getTime());
}

const held = ({ messageId, read, copies }: Message): HeldMessage => ({ messageId, read, copies });
