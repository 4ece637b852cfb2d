import type { Gmail } from '../../shared/ports/gmail.ts';
import type { SyncDeps } from '../../shared/sync/deps.ts';

/** What befalls a process when it awaits something outside itself for the time number `at`, counted from 0. */
export interface Fate {
  readonly at: number;
  /**
   * `dies`: before the call. `diesUnheard`: the call has its effect and nobody hears of it. `repeats`: the client makes
   * the call again, because its answer was lost. `hangs`: it stops before the call until `goesOn`; `hearsLate`: after.
   */
  readonly kind: 'dies' | 'diesUnheard' | 'repeats' | 'hangs' | 'hearsLate';
  readonly goesOn?: Promise<void>;
  /** Called when the fate is met, with the name of what was awaited, e.g. `store.commit`. */
  readonly reached?: (name: string) => void;
}

/**
 * The ports as such a process sees them. As of its death nothing that it tries happens any more, whatever else it had
 * under way: every further call fails, and what is still to be answered is answered to nobody.
 */
export function mortal<Deps extends object>(deps: Deps, fate: Fate): Deps {
  let isDead = false;
  const beAlive = () => {
    if (isDead) throw new Error('The process has died');
  };
  const die = (): never => {
    isDead = true;
    throw new Error('The process dies');
  };
  let awaits = 0;
  const meet: Meet = async (name, call) => {
    fate.reached?.(name);
    if (fate.kind === 'dies') return die();
    if (fate.kind === 'hangs') await fate.goesOn;
    const answer = call();
    await Promise.allSettled([answer]);
    if (fate.kind === 'diesUnheard') return die();
    if (fate.kind === 'hearsLate') await fate.goesOn;
    return fate.kind === 'repeats' ? call() : answer;
  };
  return instrument(deps, {
    atOnce: beAlive,
    async awaited(name, call) {
      beAlive();
      const isFated = awaits++ === fate.at;
      return (isFated ? meet(name, call) : call()).finally(beAlive);
    },
  });
}

/** The ports, and what is awaited of them: a name for each time, in order. */
export function countAwaits<Deps extends object>(deps: Deps): { deps: Deps; awaits: readonly string[] } {
  const awaits: string[] = [];
  const awaited: Meet = (name, call) => {
    awaits.push(name);
    return call();
  };
  return { deps: instrument(deps, { awaited }), awaits };
}

type Meet = (name: string, call: () => Promise<unknown>) => Promise<unknown>;

interface Instrument {
  /** In the place of each call that is awaited; it makes the call, or does not. */
  readonly awaited: Meet;
  /** Before a call that is not awaited. */
  readonly atOnce?: () => void;
}

type Port = Exclude<keyof SyncDeps, 'settings'>;

type AnsweredAtOnce<Methods> = {
  [Name in keyof Methods]: Methods[Name] extends (...args: never[]) => Promise<unknown> ? never : Name;
}[keyof Methods];

type Names<Methods> = Readonly<Record<AnsweredAtOnce<Methods>, true>>;

/**
 * Every other method is awaited, also those of the ports that not every use case has: a new one is covered as it comes,
 * and one that is answered at once must be named.
 */
const AT_ONCE: { readonly [Name in Port]: Names<SyncDeps[Name]> } & { readonly opened: Names<Gmail> } = {
  store: {},
  messages: {},
  histories: {},
  audits: {},
  gmail: { openWith: true },
  opened: {},
  budget: {},
  jobs: {},
  outboxQueue: {},
  clock: { now: true },
  random: { id: true, token: true },
  log: { event: true, with: true },
};

/** The ports with something in the way of whatever a run asks of them, the methods of what they open included. */
export function instrument<Deps extends object>(deps: Deps, by: Instrument): Deps {
  const wrap = <Methods extends object>(methods: Methods, port: string): Methods =>
    new Proxy(methods, {
      get(target, property): unknown {
        const method: unknown = Reflect.get(target, property);
        if (typeof method !== 'function' || typeof property !== 'string') return method;
        return (...args: unknown[]): unknown => {
          const call = () => Reflect.apply(method, target, args);
          if (isAtOnce(port, property)) {
            by.atOnce?.();
            return call();
          }
          const answered = by.awaited(`${NAMES[port] ?? port}.${property}`, async () => call());
          const opens = OPENS[port];
          return opens ? answered.then((opened) => wrapOpened(opened, opens)) : answered;
        };
      },
    });
  const wrapOpened = (opened: unknown, as: string) =>
    typeof opened === 'object' && opened !== null ? wrap(opened, as) : opened;
  const ports = Object.keys(deps).flatMap((port) => {
    const methods: unknown = Reflect.get(deps, port);
    const isPort = !VALUES.has(port) && typeof methods === 'object' && methods !== null;
    return isPort ? [[port, wrap(methods, port)]] : [];
  });
  return { ...deps, ...Object.fromEntries(ports) };
}

/** What a port opens is one, too. */
const OPENS: Readonly<Record<string, string>> = { gmail: 'opened', ghl: 'openedGhl' };
const NAMES: Readonly<Record<string, string>> = { opened: 'gmail', openedGhl: 'ghl' };

/** No ports. */
const VALUES: ReadonlySet<string> = new Set(['settings', 'config']);

const isAtOnce = (port: string, method: string): boolean => NAMED_AT_ONCE.has(`${port}.${method}`);

const NAMED_AT_ONCE: ReadonlySet<string> = new Set(
  Object.entries(AT_ONCE).flatMap(([port, methods]) => Object.keys(methods).map((name) => `${port}.${name}`)),
);
