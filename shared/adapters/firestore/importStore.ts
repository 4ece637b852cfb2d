import type { Firestore } from '@google-cloud/firestore';
import type { Log } from '../../domain/logEvents.ts';
import type { ImportStore } from '../../ports/stores/importStore.ts';
import { changeDocument } from './changeDocument.ts';
import { importConverter } from './converters/contactImport.ts';
import { translating } from './errors.ts';
import { listPage } from './listPage.ts';
import { paths } from './paths.ts';
import { unlessUnreadable } from './unlessUnreadable.ts';

export function firestoreImportStore(db: Firestore, log: Log): ImportStore {
  const read = unlessUnreadable(importConverter.read, log);
  return {
    readImport: (id) =>
      translating('readImport', async () => importConverter.read(await paths.contactImport(db, id).get())),

    changeImport: (id, change) =>
      translating('changeImport', () => changeDocument(paths.contactImport(db, id), importConverter, change)),

    quietImports: ({ since, before, ...page }) =>
      translating('quietImports', () =>
        listPage(
          paths
            .contactImports(db)
            .where('status', '==', 'running')
            .where('lastRunAt', '>=', since)
            .where('lastRunAt', '<', before),
          { ...page, by: 'lastRunAt' },
          ({ docs }) => docs.flatMap((snapshot) => read(snapshot) ?? []),
        ),
      ),
  };
}
