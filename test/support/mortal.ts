import type { SyncStore } from '../../shared/ports.ts';

/** What befalls a process at its store operation number `at`. */
export interface Fate {
  readonly at: number;
  /**
   * `dies`: before the operation. `diesUnheard`: the operation succeeds and nobody hears of it. `repeats`: the client
   * carries it out again, because its success was reported as a failure. `hangs`: it stops there until `goesOn`.
   */
  readonly kind: 'dies' | 'diesUnheard' | 'repeats' | 'hangs';
  readonly goesOn?: Promise<void>;
  /** Called when it hangs. */
  readonly reached?: () => void;
}

/** The store as such a process sees it. Nothing that it tries after its death happens. */
export function mortal(store: SyncStore, { at, kind, goesOn, reached }: Fate): SyncStore {
  let operations = 0;
  let isDead = false;
  const die = (): never => {
    isDead = true;
    throw new Error('The process has died');
  };
  const operation = async <T>(work: () => Promise<T>): Promise<T> => {
    if (isDead) return die();
    if (operations++ !== at) return work();
    if (kind === 'dies') return die();
    if (kind === 'hangs') {
      reached?.();
      await goesOn;
    }
    const result = await work();
    if (kind === 'diesUnheard') return die();
    return kind === 'repeats' ? work() : result;
  };
  return {
    readMailbox: (id) => operation(() => store.readMailbox(id)),
    takeLease: (id, request) => operation(() => store.takeLease(id, request)),
    update: (id, settle) => operation(() => store.update(id, settle)),
    readLedger: (id, ids) => operation(() => store.readLedger(id, ids)),
    readAgent: (uid) => operation(() => store.readAgent(uid)),
    findContacts: (locations, addresses) => operation(() => store.findContacts(locations, addresses)),
    commit: (batch) => operation(() => store.commit(batch)),
  };
}
