import type { Firestore } from '@google-cloud/firestore';
import type { Log } from '../../domain/logEvents.ts';
import type { HistoryFetchStore } from '../../ports/stores/historyFetchStore.ts';
import { changeDocument } from './changeDocument.ts';
import { historyFetchConverter } from './converters/historyFetch.ts';
import { translating } from './errors.ts';
import { listPage } from './listPage.ts';
import { paths } from './paths.ts';
import { unlessUnreadable } from './unlessUnreadable.ts';

export function firestoreHistoryFetchStore(db: Firestore, log: Log): HistoryFetchStore {
  const read = unlessUnreadable(historyFetchConverter.read, log);
  return {
    readFetch: (id) =>
      translating('readFetch', async () =>
        historyFetchConverter.read(await paths.historyFetch(db, id).get()),
      ),

    changeFetch: (id, change) =>
      translating('changeFetch', () =>
        changeDocument(paths.historyFetch(db, id), historyFetchConverter, change),
      ),

    quietFetches: ({ before, ...page }) =>
      translating('quietFetches', () =>
        listPage(
          paths.historyFetches(db).where('status', '==', 'running').where('movedAt', '<', before),
          { ...page, by: 'movedAt' },
          ({ docs }) => docs.flatMap((snapshot) => read(snapshot) ?? []),
        ),
      ),
  };
}
