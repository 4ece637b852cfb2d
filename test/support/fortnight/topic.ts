import type { RandomStream } from './randomStream.ts';
import type { SimulatedTime } from './simulatedTime.ts';

/** As of the project's subscriptions. */
const FIRST_BACKOFF_MS = 10_000;
const LONGEST_BACKOFF_MS = 600_000;

export interface TopicOptions<Message> {
  readonly time: SimulatedTime;
  readonly random: RandomStream;
  /** Resolves where the message is acknowledged; rejects where it has to come again. */
  readonly deliver: (message: Message) => Promise<void>;
  /** Attempts until it is given up for dead. */
  readonly attempts: number;
}

interface Sent {
  readonly delayMs: number;
  readonly copies?: number;
}

/** A Pub/Sub topic with its push subscription: at least once, in no order, again after a growing while, never for ever. */
export class Topic<Message> {
  readonly deadLetters: Message[] = [];
  readonly #of: TopicOptions<Message>;
  #waiting = 0;
  #delivered = 0;

  constructor(options: TopicOptions<Message>) {
    this.#of = options;
  }

  /** Messages that are not acknowledged yet. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Attempts so far. */
  get delivered(): number {
    return this.#delivered;
  }

  publish(message: Message, { delayMs, copies = 1 }: Sent): void {
    for (let copy = 0; copy < copies; copy += 1) {
      this.#waiting += 1;
      this.#of.time.after(delayMs * (1 + 2 * copy), () => void this.#attempt(message, 1));
    }
  }

  async #attempt(message: Message, attempt: number): Promise<void> {
    const { time, random, deliver, attempts } = this.#of;
    this.#delivered += 1;
    try {
      await deliver(message);
      this.#waiting -= 1;
    } catch {
      if (attempt === attempts) {
        this.#waiting -= 1;
        this.deadLetters.push(message);
        return;
      }
      const backoff = Math.min(FIRST_BACKOFF_MS * 2 ** (attempt - 1), LONGEST_BACKOFF_MS);
      time.after(backoff * random.between(0.9, 1.1), () => void this.#attempt(message, attempt + 1));
    }
  }
}
