import type { Clock } from '../../ports/platform.ts';

/** In the order in which a place that becomes free is given. */
const URGENCIES = [
  /** Mail that has just come. */
  'news',
  /** Long work that somebody waits for: a first sync, a contact's history. */
  'awaited',
  /** What nobody waits for. */
  'idle',
] as const;
export type Urgency = (typeof URGENCIES)[number];

/** Why work is not begun here and now. */
export type Deferral = 'places' | 'memory';

/** How long an event waits for a place: its delivery is under way, and another instance may have one. */
const PATIENCE_MS = 20_000;

/** How often it is looked whether there is memory again. */
const LOOK_EVERY_MS = 1_000;

interface Waiting {
  readonly urgency: Urgency;
  readonly begin: () => void;
}

/**
 * Limits what an instance does at a time, so that a crowd of first syncs neither fills its memory nor holds up mail. News
 * may have all places but one, long work half of them, and of those what nobody waits for all but one; where memory is
 * short, one piece of long work at a time goes on.
 */
export class Admission {
  readonly #clock: Pick<Clock, 'sleep'>;
  readonly #places: number;
  readonly #isMemoryShort: () => boolean;
  readonly #busy: Record<Urgency, number> = { news: 0, awaited: 0, idle: 0 };
  #waiting: readonly Waiting[] = [];

  constructor(options: {
    clock: Pick<Clock, 'sleep'>;
    /** Two at least. */
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
    if (!(await this.#enter(urgency))) return { deferred: this.#hasPlace(urgency) ? 'memory' : 'places' };
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
    for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += LOOK_EVERY_MS) {
      const looked = this.#clock.sleep(LOOK_EVERY_MS).then(() => false);
      if (await Promise.race([begun.promise, looked])) return true;
      // Nobody tells when memory is free again.
      this.#admitWaiting();
    }
    // A place may have been given in the same moment: then it is in the list no more.
    const isStillWaiting = this.#waiting.includes(waiting);
    this.#waiting = this.#waiting.filter((each) => each !== waiting);
    return !isStillWaiting;
  }

  #take(urgency: Urgency): boolean {
    const isLong = urgency !== 'news';
    const isOnlyOne = this.#busy.awaited + this.#busy.idle === 0;
    if (!this.#hasPlace(urgency) || (isLong && !isOnlyOne && this.#isMemoryShort())) return false;
    this.#busy[urgency] += 1;
    return true;
  }

  #hasPlace(urgency: Urgency): boolean {
    const { news, awaited, idle } = this.#busy;
    const half = Math.ceil(this.#places / 2);
    if (news + awaited + idle >= this.#places) return false;
    if (urgency === 'news') return news < this.#places - 1;
    return awaited + idle < half && (urgency === 'awaited' || idle < Math.max(1, half - 1));
  }

  #admitWaiting(): void {
    const inTurn = URGENCIES.flatMap((urgency) => this.#waiting.filter((each) => each.urgency === urgency));
    const admitted = inTurn.filter(({ urgency }) => this.#take(urgency));
    this.#waiting = this.#waiting.filter((each) => !admitted.includes(each));
    for (const { begin } of admitted) begin();
  }
}
