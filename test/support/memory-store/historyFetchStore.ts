import type { HistoryFetchStore } from '../../../shared/ports/stores.ts';
import type { Atomically } from './atomically.ts';
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
  };
}
