import type { Firestore } from '@google-cloud/firestore';
import type { ImportStore } from '../../ports/stores.ts';
import { changeDocument } from './changeDocument.ts';
import { importConverter } from './converters/contactImport.ts';
import { translating } from './errors.ts';
import { paths } from './paths.ts';

export function firestoreImportStore(db: Firestore): ImportStore {
  return {
    readImport: (id) =>
      translating('readImport', async () => importConverter.read(await paths.contactImport(db, id).get())),

    changeImport: (id, change) =>
      translating('changeImport', () => changeDocument(paths.contactImport(db, id), importConverter, change)),
  };
}
