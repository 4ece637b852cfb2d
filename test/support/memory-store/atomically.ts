/** One operation of the store, from its first read to its last write without a gap. */
export type Atomically = <T>(operation: string, work: () => T) => Promise<T>;

/** Called with the port's method, before it reads anything; it may wait, to let others pass, or throw. */
export type BeforeEach = (operation: string) => Promise<void> | void;

/** Each operation yields before it begins, hook or no hook, so that runs side by side really alternate. */
export function atomically(beforeEach: BeforeEach = () => undefined): Atomically {
  return async (operation, work) => {
    await beforeEach(operation);
    return work();
  };
}
