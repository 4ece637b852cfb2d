import type { Firestore, Query, QueryDocumentSnapshot } from '@google-cloud/firestore';
import type { NamedMessage } from '../../domain/conversations/oldConversation.ts';
import { ConversationId, type LocationId, MessageId } from '../../domain/ids.ts';
import type { ConversationStore } from '../../ports/stores/conversationStore.ts';
import { readFound } from './converters/foundConversation.ts';
import { messageConverter } from './converters/message.ts';
import { translating } from './errors.ts';
import { moveMessages, removeMerged } from './mergeConversation.ts';
import { paths } from './paths.ts';

export function firestoreConversationStore(db: Firestore): ConversationStore {
  return {
    countConversations: (id) =>
      translating('countConversations', async () => {
        const found = await conversationsOf(db, id).count().get();
        return found.data().count;
      }),

    conversationPage: ({ locationId, limit, after }) =>
      translating('conversationPage', async () => {
        const all = byId(conversationsOf(db, locationId), after?.conversationId);
        const { docs } = await all.limit(limit).get();
        return docs.map(readFound);
      }),

    findConversation: (id) =>
      translating('findConversation', async () => {
        const snapshot = await paths.conversation(db, id).get();
        return snapshot.exists ? readFound(snapshot) : undefined;
      }),

    conversationsAfter: ({ locationId, contactId }, after, limit) =>
      translating('conversationsAfter', async () => {
        const ofContact = conversationsOf(db, locationId).where('contactId', '==', contactId);
        const { docs } = await byId(ofContact, after).select().limit(limit).get();
        return docs.map(({ id }) => ConversationId(id));
      }),

    messagesNaming: (id, { limit, after }) =>
      translating('messagesNaming', async () => {
        const named = paths.messages(db).where('conversationIds', 'array-contains', id);
        const { docs } = await byId(named, after?.messageId).limit(limit).get();
        return docs.map(readNamed);
      }),

    moveMessages: (request) => translating('moveMessages', () => moveMessages(db, request)),

    removeMerged: (old, into) => translating('removeMerged', () => removeMerged(db, old, into)),
  };
}

const conversationsOf = (db: Firestore, id: LocationId | undefined): Query => {
  const all = paths.conversations(db);
  return id === undefined ? all : all.where('locationId', '==', id);
};

function byId(query: Query, after: string | undefined): Query {
  const ordered = query.orderBy('__name__');
  return after === undefined ? ordered : ordered.startAfter(after);
}

/** The whole of it is looked at, words included: the conversation that it moves to has to be readable ever after. */
function readNamed(snapshot: QueryDocumentSnapshot): NamedMessage {
  const messageId = MessageId(snapshot.id);
  try {
    const message = messageConverter.read(snapshot);
    if (!message) return { messageId, message: null };
    const { locationId, contactIds } = message;
    return { messageId, message: { locationId, contactIds } };
  } catch {
    return { messageId, message: null };
  }
}
