import type { Firestore, Query } from '@google-cloud/firestore';
import { z } from 'zod';
import type { StoredPlace } from '../../domain/explanation.ts';
import { type ConversationId, MessageId } from '../../domain/ids.ts';
import type { HeldMessage } from '../../domain/readState.ts';
import type { MessageStore } from '../../ports/stores/messageStore.ts';
import { field } from './converters/fields.ts';
import { filesOnly, heldOnly } from './converters/message.ts';
import { translating } from './errors.ts';
import { paths } from './paths.ts';

const place = z.object({
  locationId: field.locationId,
  contactIds: z.array(field.contactId),
  deletedAt: field.date.nullable(),
});

export function firestoreMessageStore(db: Firestore): MessageStore {
  return {
    placesOf: (ids) =>
      translating('placesOf', async () => {
        if (ids.length === 0) return [];
        const fieldMask = Object.keys(place.shape);
        const snapshots = await db.getAll(...ids.map((id) => paths.message(db, id)), { fieldMask });
        return snapshots
          .filter(({ exists }) => exists)
          .map(
            (snapshot): StoredPlace => ({
              messageId: MessageId(snapshot.id),
              ...place.parse(snapshot.data()),
            }),
          );
      }),

    filesOf: (id) =>
      translating('filesOf', async () => {
        const [snapshot] = await db.getAll(paths.message(db, id), { fieldMask: [...filesOnly.mask] });
        return snapshot?.exists ? { messageId: id, ...filesOnly.schema.parse(snapshot.data()) } : undefined;
      }),

    locationOf: (id) =>
      translating('locationOf', async () => {
        const ref = paths.conversation(db, id);
        const [snapshot] = await db.getAll(ref, { fieldMask: ['locationId'] });
        return snapshot?.exists ? field.locationId.parse(snapshot.get('locationId')) : undefined;
      }),

    unreadOf: (id, limit) =>
      translating('unreadOf', () => held(visible(db, id).where('read', '==', false).limit(limit))),

    newestInboundOf: (id) =>
      translating('newestInboundOf', async () => {
        const [newest] = await held(visible(db, id).where('direction', '==', 'inbound').limit(1));
        return newest;
      }),
  };
}

/** What a conversation shows, newest first. */
function visible(db: Firestore, id: ConversationId): Query {
  return paths
    .messages(db)
    .where('conversationIds', 'array-contains', id)
    .where('deletedAt', '==', null)
    .orderBy('sentAt', 'desc');
}

async function held(messages: Query): Promise<readonly HeldMessage[]> {
  const { docs } = await messages.select(...heldOnly.mask).get();
  return docs.map((snapshot) => ({
    messageId: MessageId(snapshot.id),
    ...heldOnly.schema.parse(snapshot.data()),
  }));
}
