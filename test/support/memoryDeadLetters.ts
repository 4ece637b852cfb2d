import type { DeadLetter } from '../../shared/domain/deadLetter.ts';
import type { TopicName } from '../../shared/domain/topics.ts';
import type { DeadLetters, HeldLetter } from '../../shared/ports/platform.ts';

/** Dead letters as Pub/Sub keeps them: each delivery has a handle of its own, and what is not held is given again. */
export class MemoryDeadLetters implements DeadLetters {
  readonly published: DeadLetter[] = [];
  /** How many it gives at a time, whatever it is asked for. */
  atATime = 3;
  /** Gives what is held as well, as it may. */
  forgetsHolds = false;
  /** What cannot be published. */
  readonly unpublishable = new Set<string>();
  readonly #letters: DeadLetter[];
  readonly #held = new Map<string, string>();
  #deliveries = 0;

  constructor(letters: readonly DeadLetter[]) {
    this.#letters = [...letters];
  }

  get left(): readonly string[] {
    return this.#letters.map(({ messageId }) => messageId);
  }

  /** Ids of those that somebody holds. */
  get held(): readonly string[] {
    return [...this.#held.values()].filter((id) => this.left.includes(id));
  }

  /** A minute is over: nothing is held any more. */
  holdsLapse(): void {
    this.#held.clear();
  }

  async pull(topic: TopicName, limit: number): Promise<readonly HeldLetter[]> {
    const free = ({ messageId }: DeadLetter) => this.forgetsHolds || !this.held.includes(messageId);
    const given = this.#letters
      .filter((letter) => letter.topic === topic && free(letter))
      .slice(0, Math.min(limit, this.atATime));
    return given.map((letter) => {
      this.#deliveries += 1;
      const handle = `delivery ${this.#deliveries}`;
      this.#held.set(handle, letter.messageId);
      return { ...letter, handle };
    });
  }

  async release(_topic: TopicName, handles: readonly string[]): Promise<void> {
    for (const handle of handles) this.#held.delete(handle);
  }

  async remove(_topic: TopicName, handles: readonly string[]): Promise<void> {
    const gone = handles.map((handle) => this.#held.get(handle));
    const left = this.#letters.filter(({ messageId }) => !gone.includes(messageId));
    this.#letters.splice(0, this.#letters.length, ...left);
    for (const handle of handles) this.#held.delete(handle);
  }

  async publishAgain(letter: DeadLetter): Promise<void> {
    if (this.unpublishable.has(letter.messageId)) throw new Error(`${letter.messageId} is not published`);
    this.published.push(letter);
  }
}
