import type { RoundStore } from '../../../shared/ports/stores/roundStore.ts';
import type { Atomically } from './atomically.ts';
import type { Tables } from './tables.ts';

export function memoryRoundStore(tables: Tables, atomically: Atomically): RoundStore {
  return {
    changeRound: (id, change) =>
      atomically('changeRound', () => {
        const after = change(tables.rounds.get(id));
        if (after !== undefined) tables.rounds.set(id, after);
        return after;
      }),
  };
}
