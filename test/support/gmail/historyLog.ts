import { randomInt } from 'node:crypto';
import { googleErrors } from './googleError.ts';

type ChangeType = 'messageAdded' | 'messageDeleted' | 'labelAdded' | 'labelRemoved';

export interface HistoryEntry {
  readonly id: bigint;
  readonly type: ChangeType;
  readonly message: { readonly id: string; readonly threadId: string };
  /** The message's labels after the change. */
  readonly labelIds: readonly string[];
  /** What a label change added or removed. */
  readonly changed: readonly string[];
  readonly at: number;
  readonly listsBefore: number;
}

/** How unlike a plain log `history.list` behaves. All of it has been seen at Gmail. */
export interface HistoryTraps {
  /** A record shows up only so many milliseconds and so many first pages after it was notified. */
  lag: { ms: number; lists: number };
  /** Each page with records comes after a page that has none, but a `nextPageToken`. */
  emptyPages: boolean;
  /** Records are listed in a wrong order, also across pages. */
  outOfOrder: boolean;
  /** Records carry ids only, no labels of their messages. */
  withoutLabels: boolean;
}

const LISTED_ORDER_WINDOW = 5;

/** A mailbox's history: ids rise with random gaps from a start beyond 2^53. */
export class HistoryLog {
  readonly traps: HistoryTraps = {
    lag: { ms: 0, lists: 0 },
    emptyPages: false,
    outOfOrder: false,
    withoutLabels: false,
  };
  readonly #entries: HistoryEntry[] = [];
  readonly #now: () => number;
  #current: bigint;
  /** Start ids below it are too old. */
  #horizon: bigint;
  #lists = 0;

  constructor(now: () => number, start: bigint = randomStart()) {
    this.#now = now;
    this.#current = start;
    this.#horizon = start;
  }

  /** The mailbox's id, whatever `history.list` shows yet. */
  get current(): bigint {
    return this.#current;
  }

  append(
    entry: Pick<HistoryEntry, 'type' | 'message' | 'labelIds'> & { changed?: readonly string[] },
  ): bigint {
    this.#advance();
    this.#entries.push({
      changed: [],
      ...entry,
      id: this.#current,
      at: this.#now(),
      listsBefore: this.#lists,
    });
    return this.#current;
  }

  /** Moves the id on by a random gap. */
  #advance(): bigint {
    this.#current += BigInt(randomInt(1, 400));
    return this.#current;
  }

  /** Makes start ids below `before` too old; unless told, every id that was handed out so far. What is forgotten stays so. */
  expire(before?: bigint): void {
    const horizon = before ?? this.#advance();
    if (horizon > this.#horizon) this.#horizon = horizon;
    this.#entries.splice(0, this.#firstAbove(this.#horizon));
  }

  /** Begins a listing: counts it, and tells up to which id it may see. */
  begin(): bigint {
    const seen = this.#visibleId();
    this.#lists += 1;
    return seen;
  }

  /** @throws GoogleError 404 where `start` is older than the horizon or was never given. */
  check(start: bigint): void {
    if (start < this.#horizon || start > this.#current) throw googleErrors.notFound();
  }

  /** The entries after `start` up to `end`, in the order in which they are listed. */
  between(start: bigint, end: bigint): readonly HistoryEntry[] {
    const entries = this.#entries.slice(this.#firstAbove(start), this.#firstAbove(end));
    if (!this.traps.outOfOrder) return entries;
    return entries.flatMap((_, index) =>
      index % LISTED_ORDER_WINDOW === 0 ? entries.slice(index, index + LISTED_ORDER_WINDOW).reverse() : [],
    );
  }

  #visibleId(): bigint {
    const { ms, lists } = this.traps.lag;
    if (ms === 0 && lists === 0) return this.#current;
    const newest = this.#entries.at(-1);
    if (!newest || !this.#isHidden(newest)) return this.#current;
    return this.#entries.findLast((entry) => !this.#isHidden(entry))?.id ?? this.#horizon;
  }

  #isHidden({ at, listsBefore }: HistoryEntry): boolean {
    const { ms, lists } = this.traps.lag;
    return this.#now() - at < ms || this.#lists - listsBefore < lists;
  }

  #firstAbove(id: bigint): number {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const at = this.#entries[middle];
      if (at && at.id <= id) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** 17 to 19 digits, and room to rise below 2^63. */
function randomStart(): bigint {
  const digits = randomInt(17, 20);
  const first = randomInt(1, 8);
  return BigInt(`${first}${Array.from({ length: digits - 1 }, () => randomInt(10)).join('')}`);
}
