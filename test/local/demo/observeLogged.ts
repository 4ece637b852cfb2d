import type { Firestore } from '@google-cloud/firestore';
import { outboxConverter } from '../../../shared/adapters/firestore/converters/outbox.ts';
import type { LocationId, MessageId } from '../../../shared/domain/ids.ts';

/** Tells of every message that GoHighLevel has logged from now on. Resolves once it listens. */
export function observeLogged(
  db: Firestore,
  locationId: LocationId,
  tell: (messageId: MessageId, at: Date) => void,
): Promise<() => void> {
  const done = db.collection('outbox').where('locationId', '==', locationId).where('state', '==', 'done');
  return new Promise((resolve, reject) => {
    let isListening = false;
    const end = done.onSnapshot((snapshot) => {
      for (const { type, doc } of isListening ? snapshot.docChanges() : []) {
        const entry = type === 'added' ? outboxConverter.read(doc) : undefined;
        if (entry?.state === 'done') tell(entry.messageId, entry.doneAt);
      }
      isListening = true;
      resolve(end);
    }, reject);
  });
}
