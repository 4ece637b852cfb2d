import type { ImportDeps } from '../../shared/sync/contacts/importContacts.ts';

interface ImportFate {
  /** The call that it meets its end with, counted from 0. */
  readonly at: number;
  /** Before the call, or after it had its effect. */
  readonly kind: 'dies' | 'diesUnheard';
}

type Port = 'tenancy' | 'overview' | 'histories' | 'imports' | 'ghl' | 'jobs' | 'locationJobs';
const PORTS: readonly Port[] = ['tenancy', 'overview', 'histories', 'imports', 'ghl', 'jobs', 'locationJobs'];

/** The ports as a process sees them that dies; and how often it calls them. */
export function mortalImport(deps: ImportDeps, fate?: ImportFate): { deps: ImportDeps; calls: () => number } {
  let calls = 0;
  let isDead = false;
  const die = (): never => {
    isDead = true;
    throw new Error('The process dies');
  };
  const meet = async (call: () => unknown): Promise<unknown> => {
    if (isDead) return die();
    const isFated = calls++ === fate?.at;
    if (isFated && fate?.kind === 'dies') return die();
    const answer = await call();
    if (isDead || isFated) return die();
    return answer;
  };
  const wrap = <Methods extends object>(methods: Methods): Methods =>
    new Proxy(methods, {
      get(target, property): unknown {
        const method: unknown = Reflect.get(target, property);
        if (typeof method !== 'function') return method;
        return async (...args: unknown[]) => {
          const answer = await meet(() => Reflect.apply(method, target, args));
          const isOpened = property === 'open' && typeof answer === 'object' && answer !== null;
          return isOpened ? wrap(answer) : answer;
        };
      },
    });
  const wrapped = Object.fromEntries(PORTS.map((port) => [port, wrap(deps[port])]));
  return { deps: { ...deps, ...wrapped }, calls: () => calls };
}
