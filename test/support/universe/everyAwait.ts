import type { SyncDeps } from '../../../shared/sync/deps.ts';

/** Called for each operation that a run awaits. */
export type Around = <T>(work: () => Promise<T>) => Promise<T>;

/** The use cases' world with `around` at every await: the store, Gmail, the queue and sleep. */
export function everyAwait(deps: SyncDeps, around: Around): SyncDeps {
  return {
    ...deps,
    store: wrapped(deps.store, around),
    gmail: {
      ...deps.gmail,
      open: async (mailbox) => wrapped(await around(() => deps.gmail.open(mailbox)), around),
    },
    jobs: wrapped(deps.jobs, around),
    clock: { now: () => deps.clock.now(), sleep: (ms) => around(() => deps.clock.sleep(ms)) },
  };
}

/** Every method of a port is asynchronous. */
function wrapped<Port extends object>(port: Port, around: Around): Port {
  return new Proxy(port, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]) => around(async () => Reflect.apply(member, target, args));
    },
  });
}
