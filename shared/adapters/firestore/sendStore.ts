import type { Firestore } from '@google-cloud/firestore';
import type { SendStore } from '../../ports/stores.ts';
import { changeDocument } from './changeDocument.ts';
import { answeredOnly, sendConverter } from './converters/send.ts';
import { translating } from './errors.ts';
import { paths } from './paths.ts';

export function firestoreSendStore(db: Firestore): SendStore {
  return {
    readSend: (id) => translating('readSend', async () => sendConverter.read(await paths.send(db, id).get())),

    changeSend: (id, change) =>
      translating('changeSend', () => changeDocument(paths.send(db, id), sendConverter, change)),

    readAnswered: (id) =>
      translating('readAnswered', async () => {
        const [snapshot] = await db.getAll(paths.message(db, id), { fieldMask: [...answeredOnly.mask] });
        return snapshot?.exists ? answeredOnly.schema.parse(snapshot.data()) : undefined;
      }),
  };
}
