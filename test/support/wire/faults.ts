import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from './httpExchange.ts';

/** What goes wrong with a call. */
export interface Fault<Method extends string> {
  /** `*` is every call. */
  readonly method: Method | '*';
  /** Only calls of this account: a mailbox's address, a location's id. Those of OAuth have none. */
  readonly account?: string;
  /** How many calls it hits; one unless told. */
  readonly times?: number;
  /** How many fitting calls go well first. */
  readonly skip?: number;
  /** `after`: the call has its effect, and only its answer is lost or wrong. `before` unless told. */
  readonly when?: 'before' | 'after';
  /** An answer, a cut connection, or none ever. Without it the call is only late. */
  readonly reply?: Answer;
  readonly delayMs?: number;
}

interface Armed<Method extends string> {
  readonly fault: Fault<Method>;
  times: number;
  skip: number;
}

export class Faults<Method extends string> {
  #armed: Armed<Method>[] = [];

  add(fault: Fault<Method>): void {
    this.#armed.push({ fault, times: fault.times ?? 1, skip: fault.skip ?? 0 });
  }

  clear(): void {
    this.#armed = [];
  }

  /** The faults that were added and have not hit all their calls yet. */
  get pending(): readonly Fault<Method>[] {
    return this.#armed.map(({ fault }) => fault);
  }

  /** Takes the first fault that fits the call; one call meets one fault at most. */
  take(method: Method, account: string | undefined): Fault<Method> | undefined {
    for (const armed of this.#armed) {
      const { fault } = armed;
      if (fault.method !== '*' && fault.method !== method) continue;
      if (fault.account !== undefined && fault.account.toLowerCase() !== account?.toLowerCase()) continue;
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
export class Latency<Method extends string> {
  #all = 0;
  readonly #of = new Map<Method, number>();

  set(ms: number, method: Method | '*' = '*'): void {
    if (method === '*') this.#all = ms;
    else this.#of.set(method, ms);
  }

  clear(): void {
    this.#all = 0;
    this.#of.clear();
  }

  of(method: Method): number {
    return this.#of.get(method) ?? this.#all;
  }
}

interface Adversity<Method extends string> {
  readonly faults: Faults<Method>;
  readonly latency: Latency<Method>;
  /** Ends every wait when the simulator closes. */
  readonly closing: AbortSignal;
}

/** Does the work of a call, as late and with as much of it lost as the faults say. */
export async function withFault<Method extends string>(
  { faults, latency, closing }: Adversity<Method>,
  call: { readonly method: Method; readonly account: string | undefined },
  work: () => Answer,
): Promise<Answer> {
  const pause = (ms: number) => (ms > 0 ? sleep(ms, undefined, { signal: closing }) : undefined);
  const fault = faults.take(call.method, call.account);
  await pause(latency.of(call.method));
  if (fault?.when === 'after') {
    const reply = work();
    await pause(fault.delayMs ?? 0);
    return fault.reply ?? reply;
  }
  await pause(fault?.delayMs ?? 0);
  return fault?.reply ?? work();
}
