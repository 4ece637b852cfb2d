import type { SyncDeps } from '../../../shared/sync/deps.ts';
import { instrument } from '../mortal.ts';

/** Called for each operation that a run awaits. */
export type Around = <T>(work: () => Promise<T>) => Promise<T>;

/** The use cases' world with `around` at every await: the store, Gmail, the queue and sleep. */
export function everyAwait<Deps extends SyncDeps>(deps: Deps, around: Around): Deps {
  return instrument(deps, { awaited: (_, work) => around(work) });
}
