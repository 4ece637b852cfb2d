import type { SyncDeps } from '../../shared/sync/deps.ts';

/**
 * The use cases of a run that stops before its commit number `at`, counted from 1, or before it reads the ledger, until
 * it may go on: whatever a test has happen meanwhile happens in the middle of that run.
 */
export function heldBack<Deps extends SyncDeps>(
  deps: Deps,
  at: number | 'readLedger',
): { deps: Deps; reached: Promise<void>; goOn: () => void } {
  const reached = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const hold = () => {
    reached.resolve();
    return gate.promise;
  };
  const { store } = deps;
  const held: SyncDeps['store'] = {
    ...store,
    async readLedger(mailboxId, ids) {
      if (at === 'readLedger') await hold();
      return store.readLedger(mailboxId, ids);
    },
    async commit(batch) {
      if (at === batch.sequence) await hold();
      return store.commit(batch);
    },
  };
  return { deps: { ...deps, store: held }, reached: reached.promise, goOn: gate.resolve };
}
