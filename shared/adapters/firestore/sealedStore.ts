import type { Firestore } from '@google-cloud/firestore';
import type { SealedStore } from '../../ports/keyring.ts';
import { readSealedRecord, SEAL_FIELDS } from './converters/sealedRecord.ts';
import { translating } from './errors.ts';
import { paths } from './paths.ts';
import { updateVersion, versionOf } from './versions.ts';

export function firestoreSealedStore(db: Firestore): SealedStore {
  return {
    sealedRecords: ({ limit, after }) =>
      translating('sealedRecords', async () => {
        const all = paths
          .credentials(db)
          .orderBy('__name__')
          .select(...SEAL_FIELDS)
          .limit(limit);
        const { docs } = await (after ? all.startAfter(after) : all).get();
        const items = docs.map((snapshot) => ({
          document: readSealedRecord(snapshot),
          version: versionOf(snapshot),
        }));
        return { items, next: docs.length < limit ? null : (docs.at(-1)?.id ?? null) };
      }),

    replaceSeal: ({ document, version }, { sealed, at }) =>
      translating('replaceSeal', async () => {
        const ref = paths.credentials(db).doc(document.recordId);
        const replaced = await updateVersion(ref, { sealed, resealedAt: at }, version);
        return replaced !== undefined || (await ref.get()).get('sealed') === sealed;
      }),
  };
}
