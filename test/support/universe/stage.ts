import { setImmediate } from 'node:timers/promises';
import type { Around } from './everyAwait.ts';

interface Waiting {
  readonly begin: () => void;
  readonly end: Promise<unknown>;
}

interface Director {
  /** Which of so many operations goes next; null: all of them, really side by side. */
  readonly choose: ((turn: number, of: number) => number) | null;
  /** Told how many operations have begun, whenever the runs may be interrupted. */
  readonly between: (operations: number) => void;
  /** Told that no run can go on by itself. */
  readonly hung: () => void;
}

/**
 * Lets one operation of one run go at a time, in an order that the test decides. Between two operations a run does
 * nothing but compute, so that once the event loop has turned, each run is waiting, hanging, or at its end.
 */
export class Stage {
  readonly #waiting: Waiting[] = [];
  #running = 0;
  #underWay = 0;
  #operations = 0;

  readonly operation: Around = (work) => {
    const begun = Promise.withResolvers<void>();
    const result = begun.promise.then(work);
    this.#waiting.push({ begin: begun.resolve, end: result.catch(() => undefined) });
    return result;
  };

  /** Puts a run on the stage. Its failure is its own. */
  enter(run: () => Promise<unknown>): void {
    this.#running += 1;
    const left = () => {
      this.#running -= 1;
    };
    run().then(left, left);
  }

  /** Until every run has ended. */
  async play({ choose, between, hung }: Director): Promise<void> {
    for (;;) {
      await setImmediate();
      if (this.#running === 0) return;
      between(this.#operations);
      const next = choose
        ? this.#waiting.splice(choose(this.#operations, this.#waiting.length), 1)
        : this.#waiting.splice(0);
      if (next.length === 0 && this.#underWay === 0) hung();
      const ends = next.map((each) => this.#begin(each));
      if (choose) await Promise.all(ends);
    }
  }

  async #begin({ begin, end }: Waiting): Promise<void> {
    this.#operations += 1;
    this.#underWay += 1;
    begin();
    await end;
    this.#underWay -= 1;
  }
}
