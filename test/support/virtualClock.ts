import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../shared/ports/platform.ts';

/** Everything that waits in memory has gone as far as it goes after so many turns of the event loop. */
const TURNS = 3;

/** A time in which those who sleep do so side by side, as in the real one; none of it really passes. */
export class VirtualClock implements Clock {
  #now = Date.UTC(2026, 10, 22);
  readonly #sleepers: { readonly at: number; wake(): void }[] = [];
  #busy = 0;

  now(): Date {
    return new Date(this.#now);
  }

  sleep(milliseconds: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#sleepers.push({ at: this.#now + milliseconds, wake: resolve });
    return promise;
  }

  /** The time stands still while this is done: it is not in memory alone, such as a call over HTTP. */
  async standingStill<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#busy += 1;
    try {
      return await work();
    } finally {
      this.#busy -= 1;
    }
  }

  pass(milliseconds: number): void {
    this.#now += milliseconds;
  }

  /** Whoever sleeps meanwhile wakes up at their time. */
  goOn(milliseconds: number): Promise<void> {
    return this.during(this.sleep(milliseconds));
  }

  /** The time goes on, from one who wakes up to the next, until the work is done. */
  async during<Result>(work: Promise<Result>): Promise<Result> {
    let isOver = false;
    const over = () => {
      isOver = true;
    };
    work.then(over, over);
    while (!isOver) {
      do {
        for (let turn = 0; turn < TURNS; turn += 1) await setImmediate();
      } while (this.#busy > 0);
      if (isOver) break;
      this.#sleepers.sort((a, b) => a.at - b.at);
      const next = this.#sleepers.shift();
      if (!next) continue;
      this.#now = Math.max(this.#now, next.at);
      next.wake();
    }
    return work;
  }
}
