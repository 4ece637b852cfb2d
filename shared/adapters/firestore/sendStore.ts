import type { Firestore } from '@google-cloud/firestore';
import type { SendStore } from '../../ports/stores/sendStore.ts';
import { answeredOnly, sendConverter } from './converters/send.ts';
import { translating } from './errors.ts';
import { paths } from './paths.ts';

export function firestoreSendStore(db: Firestore): SendStore {
  return {
    readSend: (id) => translating('readSend', async () => sendConverter.read(await paths.send(db, id).get())),

    changeSend: (id, change) =>
      translating('changeSend', () =>
        db.runTransaction(async (tx) => {
          const ref = paths.send(db, id);
          const before = sendConverter.read(await tx.get(ref));
          const after = change(before);
          if (after === before) return after;
          // Nothing is left of a send that was refused.
          if (after) tx.set(ref, sendConverter.write(after));
          else tx.delete(ref);
          return after;
        }),
      ),

    readAnswered: (id) =>
      translating('readAnswered', async () => {
        const [snapshot] = await db.getAll(paths.message(db, id), { fieldMask: [...answeredOnly.mask] });
        return snapshot?.exists ? answeredOnly.schema.parse(snapshot.data()) : undefined;
      }),
  };
}
