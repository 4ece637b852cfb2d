/** Asks the same again and again: never twice at once, and by itself not before the last time is long enough ago. */
export class Polling {
  readonly #ask: () => Promise<void>;
  readonly #everyMs: number;
  readonly #now: () => number;
  #askedAt = Number.NEGATIVE_INFINITY;
  #out: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  /** What is asked must not fail. */
  constructor(ask: () => Promise<void>, everyMs: number, now: () => number) {
    this.#ask = ask;
    this.#everyMs = everyMs;
    this.#now = now;
  }

  askIfDue(): void {
    if (this.#out || this.#now() - this.#askedAt < this.#everyMs) return;
    void this.#start();
  }

  /** For an answer that knows what has been done until now: where one is out already, that is the one after it. */
  askNow(): Promise<void> {
    if (!this.#out) return this.#start();
    this.#next ??= this.#out.then(() => this.#start());
    return this.#next;
  }

  #start(): Promise<void> {
    this.#next = undefined;
    this.#askedAt = this.#now();
    this.#out = this.#ask().finally(() => {
      this.#out = undefined;
    });
    return this.#out;
  }
}
