import { paint } from './screen.ts';

/** What the demo has seen so far. */
export class Tally {
  delivered = 0;
  stored = 0;
  readonly #skipped = new Map<string, number>();
  /** From delivery to stored. */
  readonly #milliseconds: number[] = [];

  countStored(milliseconds: number | undefined): void {
    this.stored += 1;
    if (milliseconds !== undefined) this.#milliseconds.push(milliseconds);
  }

  countSkipped(reason: string): void {
    this.#skipped.set(reason, (this.#skipped.get(reason) ?? 0) + 1);
  }

  get skipped(): number {
    return [...this.#skipped.values()].reduce((sum, count) => sum + count, 0);
  }

  /** `7 stored, 2 skipped (no-contact 2)` and the times, where there are any. */
  get counts(): string {
    const reasons = [...this.#skipped].map(([reason, count]) => `${reason} ${count}`).join(', ');
    const skipped = `${this.skipped} skipped${reasons && ` (${reasons})`}`;
    return `${paint('green', `${this.stored} stored`)}, ${paint('yellow', skipped)}`;
  }

  get times(): string | undefined {
    if (this.#milliseconds.length === 0) return undefined;
    const sorted = this.#milliseconds.toSorted((a, b) => a - b);
    const percentile = (share: number) => Math.round(sorted[Math.ceil(sorted.length * share) - 1] ?? 0);
    return `p50 ${percentile(0.5)} ms, p95 ${percentile(0.95)} ms`;
  }
}
