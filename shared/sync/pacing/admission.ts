import type { Clock } from '../../ports/platform.ts';

/** News goes first, and always finds a place that bulk work has left free. */
export type Urgency = 'news' | 'bulk';

/** Why work is not begun here and now. */
export type Deferral = 'places' | 'memory';

/** How long an event waits for a place: its delivery is under way, and another instance may have one. */
const PATIENCE_MS = 20_000;

interface Waiting {
  readonly urgency: Urgency;
  readonly begin: () => void;
}

/** Limits what an instance does at a time, so that a crowd of first syncs neither fills its memory nor holds up mail. */
export class Admission {
  readonly #clock: Pick<Clock, 'sleep'>;
  readonly #places: number;
  readonly #isMemoryShort: () => boolean;
  readonly #busy: Record<Urgency, number> = { news: 0, bulk: 0 };
  #waiting: readonly Waiting[] = [];

  constructor(options: {
    clock: Pick<Clock, 'sleep'>;
    /** Half of them, rounded up, may be taken by bulk work. */
    places: number;
    isMemoryShort: () => boolean;
  }) {
    this.#clock = options.clock;
    this.#places = options.places;
    this.#isMemoryShort = options.isMemoryShort;
  }

  /** Does the work once there is a place for it; says why not where there is none for long. */
  async run<Result>(
    urgency: Urgency,
    work: () => Promise<Result>,
  ): Promise<{ readonly result: Result } | { readonly deferred: Deferral }> {
    if (urgency === 'bulk' && this.#isMemoryShort()) return { deferred: 'memory' };
    if (!(await this.#enter(urgency))) return { deferred: 'places' };
    try {
      return { result: await work() };
    } finally {
      this.#busy[urgency] -= 1;
      this.#admitWaiting();
    }
  }

  async #enter(urgency: Urgency): Promise<boolean> {
    if (this.#take(urgency)) return true;
    const begun = Promise.withResolvers<boolean>();
    const waiting: Waiting = { urgency, begin: () => begun.resolve(true) };
    this.#waiting = [...this.#waiting, waiting];
    const tooLate = this.#clock.sleep(PATIENCE_MS).then(() => false);
    if (await Promise.race([begun.promise, tooLate])) return true;
    // A place may have been given in the same moment: then it is in the list no more.
    const isStillWaiting = this.#waiting.includes(waiting);
    this.#waiting = this.#waiting.filter((each) => each !== waiting);
    return !isStillWaiting;
  }

  #take(urgency: Urgency): boolean {
    const { news, bulk } = this.#busy;
    const isFull = news + bulk >= this.#places || (urgency === 'bulk' && bulk >= Math.ceil(this.#places / 2));
    if (isFull) return false;
    this.#busy[urgency] += 1;
    return true;
  }

  #admitWaiting(): void {
    const inTurn = [
      ...this.#waiting.filter(({ urgency }) => urgency === 'news'),
      ...this.#waiting.filter(({ urgency }) => urgency === 'bulk'),
    ];
    const admitted = inTurn.filter(({ urgency }) => this.#take(urgency));
    this.#waiting = this.#waiting.filter((each) => !admitted.includes(each));
    for (const { begin } of admitted) begin();
  }
}
