import type { StoredMessage } from './storedMessage.ts';

const ADDRESS_FIELDS = ['from', 'to', 'cc', 'bcc'] as const;

/** A mailbox's messages, found by id, thread, time, exact address and Message-ID without a scan. */
export class MessageStore {
  readonly #byId = new Map<string, StoredMessage>();
  readonly #threads = new Map<string, StoredMessage[]>();
  readonly #index = new Map<string, Set<StoredMessage>>();
  /** Oldest first, once it is sorted: many that are loaded newest first are sorted once, not one by one. */
  readonly #byTime: StoredMessage[] = [];
  #sorted = true;

  get size(): number {
    return this.#byId.size;
  }

  get threadCount(): number {
    return this.#threads.size;
  }

  get(id: string): StoredMessage | undefined {
    return this.#byId.get(id);
  }

  /** Oldest first. */
  thread(threadId: string): readonly StoredMessage[] {
    return this.#threads.get(threadId) ?? [];
  }

  oldestFirst(): readonly StoredMessage[] {
    return this.#inOrder();
  }

  /** The messages with exactly this, in lower case, in a header; `header` is `from`, `to`, `cc`, `bcc` or `message-id`. */
  lookup(header: string, value: string): ReadonlySet<StoredMessage> {
    return this.#index.get(`${header}:${value}`) ?? new Set();
  }

  add(message: StoredMessage): void {
    this.#byId.set(message.id, message);
    const newest = this.#byTime.at(-1);
    this.#sorted &&= newest === undefined || isOlder(newest, message);
    this.#byTime.push(message);
    const thread = this.#threads.get(message.threadId);
    if (thread) insert(thread, message);
    else this.#threads.set(message.threadId, [message]);
    for (const key of keysOf(message)) {
      const found = this.#index.get(key);
      if (found) found.add(message);
      else this.#index.set(key, new Set([message]));
    }
  }

  remove(message: StoredMessage): void {
    this.#byId.delete(message.id);
    drop(this.#inOrder(), message);
    const thread = this.#threads.get(message.threadId) ?? [];
    drop(thread, message);
    if (thread.length === 0) this.#threads.delete(message.threadId);
    for (const key of keysOf(message)) this.#index.get(key)?.delete(message);
  }

  #inOrder(): StoredMessage[] {
    if (!this.#sorted) this.#byTime.sort((a, b) => (isOlder(a, b) ? -1 : 1));
    this.#sorted = true;
    return this.#byTime;
  }
}

export function isOlder(a: Place, b: Place): boolean {
  return a.internalDate === b.internalDate ? a.id < b.id : a.internalDate < b.internalDate;
}

export interface Place {
  readonly internalDate: number;
  readonly id: string;
}

/** Where `place` is, or belongs, in a list that is sorted oldest first. */
export function placeIn(sorted: readonly Place[], place: Place): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const at = sorted[middle];
    if (at && isOlder(at, place)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function insert(sorted: StoredMessage[], message: StoredMessage): void {
  const last = sorted.at(-1);
  if (last === undefined || isOlder(last, message)) sorted.push(message);
  else sorted.splice(placeIn(sorted, message), 0, message);
}

function drop(sorted: StoredMessage[], message: StoredMessage): void {
  const at = placeIn(sorted, message);
  if (sorted[at] === message) sorted.splice(at, 1);
}

function keysOf({ envelope }: StoredMessage): string[] {
  const keys = ADDRESS_FIELDS.flatMap((field) => envelope[field].map(({ address }) => `${field}:${address}`));
  return envelope.messageId === '' ? keys : [...keys, `message-id:${envelope.messageId.toLowerCase()}`];
}
