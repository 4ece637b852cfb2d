import type { Firestore } from '@google-cloud/firestore';
import type { HistoryFetchStore } from '../../ports/stores.ts';
import { changeDocument } from './changeDocument.ts';
import { historyFetchConverter } from './converters/historyFetch.ts';
import { translating } from './errors.ts';
import { paths } from './paths.ts';

export function firestoreHistoryFetchStore(db: Firestore): HistoryFetchStore {
  return {
    readFetch: (id) =>
      translating('readFetch', async () =>
        historyFetchConverter.read(await paths.historyFetch(db, id).get()),
      ),

    changeFetch: (id, change) =>
      translating('changeFetch', () =>
        changeDocument(paths.historyFetch(db, id), historyFetchConverter, change),
      ),
  };
}
