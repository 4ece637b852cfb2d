import type { HistoryFetchStore } from '../../../shared/ports/stores/historyFetchStore.ts';
import type { Atomically } from './atomically.ts';
import { listing } from './listing.ts';
import type { Tables } from './tables.ts';

export function memoryHistoryFetchStore(tables: Tables, atomically: Atomically): HistoryFetchStore {
  return {
    readFetch: (id) => atomically('readFetch', () => tables.fetches.get(id)),

    changeFetch: (id, change) =>
      atomically('changeFetch', () => {
        const after = change(tables.fetches.get(id));
        if (after !== undefined) tables.fetches.set(id, after);
        return after;
      }),

    quietFetches: ({ before, ...page }) =>
      atomically('quietFetches', () => {
        const quiet = tables.fetches.where(({ status, movedAt }) => status === 'running' && movedAt < before);
        return listing(tables, quiet, {
          ...page,
          keyOf: ({ movedAt, jobId }) => [movedAt.getTime(), jobId],
        });
      }),
  };
}
