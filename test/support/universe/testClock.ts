import type { Clock } from '../../../shared/ports/platform.ts';

/** One time for Gmail and the product. Who sleeps does not wait: the time is over at once. */
export class TestClock implements Clock {
  #now = Date.UTC(2026, 10, 22);

  now(): Date {
    return new Date(this.#now);
  }

  async sleep(milliseconds: number): Promise<void> {
    this.pass(milliseconds);
  }

  pass(milliseconds: number): void {
    this.#now += milliseconds;
  }
}
