import { TestClock } from '../universe/testClock.ts';

interface Event {
  readonly at: number;
  readonly happen: () => void;
}

/** A clock by which things happen at their time, however far it is moved at once. */
export class SendClock extends TestClock {
  #due: Event[] = [];

  /** Nothing of an earlier test is still to happen. */
  forget(): void {
    this.#due = [];
  }

  in(milliseconds: number, happen: () => void): void {
    this.#due.push({ at: this.now().getTime() + milliseconds, happen });
  }

  override pass(milliseconds: number): void {
    const end = this.now().getTime() + milliseconds;
    for (;;) {
      const [next] = this.#due.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (!next) break;
      super.pass(Math.max(0, next.at - this.now().getTime()));
      this.#due = this.#due.filter((event) => event !== next);
      next.happen();
    }
    super.pass(end - this.now().getTime());
  }
}
