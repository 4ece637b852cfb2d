import type { Firestore } from '@google-cloud/firestore';
import { z } from 'zod';
import type { StoredPlace } from '../../domain/explanation.ts';
import { MessageId } from '../../domain/ids.ts';
import type { MessageStore } from '../../ports.ts';
import { field } from './converters/fields.ts';
import { translating } from './errors.ts';
import { paths } from './paths.ts';

const place = z.object({ locationId: field.locationId, deletedAt: field.date.nullable() });

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
  };
}
