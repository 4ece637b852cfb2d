import type { Reply } from './httpExchange.ts';
import type { GmailMethod } from './usage.ts';

export type FaultyMethod =
  | GmailMethod
  | 'oauth.auth'
  | 'oauth.token'
  | 'oauth.revoke'
  | 'oauth.tokeninfo'
  | '*';

/** What goes wrong with a call. */
export interface Fault {
  /** `*` is every call, OAuth's too. */
  readonly method: FaultyMethod;
  /** Only calls of this account. OAuth's calls have none. */
  readonly account?: string;
  /** How many calls it hits; one unless told. */
  readonly times?: number;
  /** How many fitting calls go well first. */
  readonly skip?: number;
  /** `after`: the call has its effect, and only its answer is lost or wrong. `before` unless told. */
  readonly when?: 'before' | 'after';
  /** An answer (a `googleErrors` value fits), a cut connection, or none ever. Without it the call is only late. */
  readonly reply?: FaultReply;
  readonly delayMs?: number;
}

export type FaultReply = 'close' | 'hang' | Reply;

interface Armed {
  readonly fault: Fault;
  times: number;
  skip: number;
}

export class Faults {
  #armed: Armed[] = [];

  add(fault: Fault): void {
    this.#armed.push({ fault, times: fault.times ?? 1, skip: fault.skip ?? 0 });
  }

  clear(): void {
    this.#armed = [];
  }

  /** The faults that were added and have not hit all their calls yet. */
  get pending(): readonly Fault[] {
    return this.#armed.map(({ fault }) => fault);
  }

  /** Takes the first fault that fits the call; one call meets one fault at most. */
  take(method: Exclude<FaultyMethod, '*'>, account: string | undefined): Fault | undefined {
    for (const armed of this.#armed) {
      const { fault } = armed;
      if (fault.method !== '*' && fault.method !== method) continue;
      if (fault.account !== undefined && fault.account.toLowerCase() !== account) continue;
      if (armed.skip > 0) {
        armed.skip -= 1;
        continue;
      }
      armed.times -= 1;
      if (armed.times <= 0) this.#armed = this.#armed.filter((each) => each !== armed);
      return fault;
    }
    return undefined;
  }
}

/** Milliseconds that every call takes, or calls of one method. */
export class Latency {
  #all = 0;
  readonly #of = new Map<FaultyMethod, number>();

  set(ms: number, method: FaultyMethod = '*'): void {
    if (method === '*') this.#all = ms;
    else this.#of.set(method, ms);
  }

  clear(): void {
    this.#all = 0;
    this.#of.clear();
  }

  of(method: FaultyMethod): number {
    return this.#of.get(method) ?? this.#all;
  }
}
