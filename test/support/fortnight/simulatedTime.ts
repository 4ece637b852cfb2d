import { setImmediate } from 'node:timers/promises';
import { TestClock } from '../universe/testClock.ts';
import { EventQueue } from './eventQueue.ts';
import type { Machine } from './machine.ts';

/**
 * One time for Gmail, Pub/Sub, the scheduler, people and the product. It goes from one event to the next, once all that
 * runs has come as far as it can: nobody waits, and the same events come in the same order each time.
 */
export class SimulatedTime extends TestClock {
  readonly #events = new EventQueue();
  readonly #underWay = new Set<Promise<unknown>>();
  readonly #machine: Machine;
  #now = super.now();

  constructor(machine: Machine) {
    super();
    this.#machine = machine;
    machine.moveTo(this.#now);
  }

  /** The same object until the time moves: it is asked for a million times. */
  override now(): Date {
    return this.#now;
  }

  override sleep(milliseconds: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.after(milliseconds, resolve);
    return promise;
  }

  after(milliseconds: number, event: () => void): void {
    this.#events.add(this.now().getTime() + milliseconds, event);
  }

  /** Happens after so long, and takes no time then: nothing else happens meanwhile. */
  operation<T>(milliseconds: number, work: () => Promise<T>): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    this.after(milliseconds, () => {
      const underWay = work()
        .then(resolve, reject)
        .finally(() => this.#underWay.delete(underWay));
      this.#underWay.add(underWay);
    });
    return promise;
  }

  async goOn(milliseconds: number): Promise<void> {
    const end = this.now().getTime() + milliseconds;
    while (await this.#step(end));
    this.#moveTo(end);
  }

  /** Goes on until the work is done. */
  async during<Result>(work: Promise<Result>): Promise<Result> {
    let isOver = false;
    const over = () => {
      isOver = true;
    };
    work.then(over, over);
    for (;;) {
      await this.#quiet();
      if (isOver) return work;
      if (!(await this.#step(Number.POSITIVE_INFINITY))) throw new Error('Nothing will ever end it');
    }
  }

  async #step(end: number): Promise<boolean> {
    await this.#quiet();
    const next = this.#events.takeUntil(end);
    if (!next) return false;
    this.#moveTo(next.at);
    next.event();
    return true;
  }

  /** Until every run waits for an event: between two operations it does nothing but compute. */
  async #quiet(): Promise<void> {
    await setImmediate();
    while (this.#underWay.size > 0) {
      this.#machine.wake();
      await setImmediate();
    }
  }

  #moveTo(at: number): void {
    const passes = at - this.now().getTime();
    if (passes <= 0) return;
    this.pass(passes);
    this.#now = super.now();
    this.#machine.moveTo(this.#now);
  }
}
