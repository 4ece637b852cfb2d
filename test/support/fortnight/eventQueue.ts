interface Planned {
  readonly at: number;
  readonly nth: number;
  readonly event: () => void;
}

/** Events by their time, those of the same moment in the order in which they were planned: a binary heap. */
export class EventQueue {
  readonly #heap: Planned[] = [];
  #planned = 0;

  add(at: number, event: () => void): void {
    this.#planned += 1;
    this.#heap.push({ at, nth: this.#planned, event });
    for (let child = this.#heap.length - 1; child > 0; ) {
      const parent = (child - 1) >>> 1;
      if (!this.#swapIfLater(parent, child)) break;
      child = parent;
    }
  }

  /** The first event, unless it is after `end`. */
  takeUntil(end: number): Planned | undefined {
    const [first] = this.#heap;
    if (!first || first.at > end) return undefined;
    const last = this.#heap.pop();
    if (last && last !== first) {
      this.#heap[0] = last;
      this.#sink();
    }
    return first;
  }

  #sink(): void {
    for (let parent = 0; ; ) {
      const [left, right] = [2 * parent + 1, 2 * parent + 2];
      const child = this.#isBefore(right, left) ? right : left;
      if (!this.#swapIfLater(parent, child)) return;
      parent = child;
    }
  }

  #isBefore(a: number, b: number): boolean {
    const [first, second] = [this.#heap[a], this.#heap[b]];
    if (!first || !second) return false;
    return first.at < second.at || (first.at === second.at && first.nth < second.nth);
  }

  #swapIfLater(parent: number, child: number): boolean {
    const [above, below] = [this.#heap[parent], this.#heap[child]];
    if (!above || !below || !this.#isBefore(child, parent)) return false;
    this.#heap[parent] = below;
    this.#heap[child] = above;
    return true;
  }
}
