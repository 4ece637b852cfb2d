import type { MailboxChange } from './mailbox.ts';

export type Publish = (topic: string, payload: Buffer) => Promise<void>;

export interface Watch {
  readonly topic: string;
  readonly labelIds: readonly string[];
  readonly behavior: 'include' | 'exclude';
  readonly expiration: number;
}

export interface Notification {
  readonly emailAddress: string;
  readonly historyId: string;
  readonly topic: string;
  readonly payload: Buffer;
}

interface Mishap {
  readonly kind: 'drop' | 'duplicate' | 'delay';
  readonly ms: number;
  readonly account: string | undefined;
  times: number;
}

/** Publishes to Pub/Sub what Gmail would, and loses, repeats and delays it when a test says so. */
export class Notifications {
  /** As which JSON type the payload names the id. A number keeps all its digits on the wire. */
  historyIdAs: 'string' | 'number' = 'string';
  /** Gmail sends one user at most one a second and drops the rest. */
  minIntervalMs = 0;
  /** Whether Gmail may publish to the topic. */
  permitted = true;
  readonly #publish: Publish | undefined;
  readonly #now: () => number;
  readonly #sent: Notification[] = [];
  readonly #lastSent = new Map<string, number>();
  readonly #mishaps: Mishap[] = [];
  readonly #pending = new Set<Promise<void>>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #held: (() => void)[] | undefined;
  #failure: unknown;

  constructor(publish: Publish | undefined, now: () => number) {
    this.#publish = publish;
    this.#now = now;
  }

  /** Everything handed to `publish`, oldest first; duplicates count twice, dropped ones not at all. */
  get sent(): readonly Notification[] {
    return this.#sent;
  }

  drop(times = 1, account?: string): void {
    this.#mishaps.push({ kind: 'drop', ms: 0, times, account });
  }

  duplicate(times = 1, account?: string): void {
    this.#mishaps.push({ kind: 'duplicate', ms: 0, times, account });
  }

  delay(ms: number, times = 1, account?: string): void {
    this.#mishaps.push({ kind: 'delay', ms, times, account });
  }

  /** Keeps every notification back until `release`. */
  hold(): void {
    this.#held ??= [];
  }

  release(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const send of held) send();
  }

  /** Resolves when all that is under way, delays included, is published. @throws what a publish threw. */
  async idle(): Promise<void> {
    while (this.#pending.size > 0) await Promise.all(this.#pending);
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) throw failure;
  }

  /** Forgets what is delayed or held back. */
  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#pending.clear();
    this.#held = undefined;
  }

  /** Tells of a change, or of the start of a watch, if the account's watch asks for it. */
  tell(emailAddress: string, watch: Watch | undefined, change: MailboxChange | bigint): void {
    if (watch === undefined || watch.expiration <= this.#now() || !this.permitted) return;
    if (typeof change !== 'bigint' && !concerns(watch, change.labels)) return;
    const last = this.#lastSent.get(emailAddress);
    if (last !== undefined && this.#now() - last < this.minIntervalMs) return;
    const mishap = this.#takeMishap(emailAddress);
    if (mishap?.kind === 'drop') return;
    this.#lastSent.set(emailAddress, this.#now());
    const id = (typeof change === 'bigint' ? change : change.historyId).toString();
    const notification = {
      emailAddress,
      historyId: id,
      topic: watch.topic,
      payload: this.#payload(emailAddress, id),
    };
    const times = mishap?.kind === 'duplicate' ? 2 : 1;
    for (let copy = 0; copy < times; copy += 1) this.#schedule(notification, mishap?.ms ?? 0);
  }

  #payload(emailAddress: string, id: string): Buffer {
    const historyId = this.historyIdAs === 'string' ? JSON.stringify(id) : id;
    return Buffer.from(`{"emailAddress":${JSON.stringify(emailAddress)},"historyId":${historyId}}`);
  }

  #takeMishap(account: string): Mishap | undefined {
    const mishap = this.#mishaps.find((each) => each.times > 0 && (each.account ?? account) === account);
    if (mishap) mishap.times -= 1;
    return mishap;
  }

  #schedule(notification: Notification, ms: number): void {
    if (this.#held) this.#held.push(() => this.#schedule(notification, ms));
    else if (ms === 0) this.#track(this.#send(notification));
    else this.#track(this.#after(ms).then(() => this.#send(notification)));
  }

  #after(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#timers.delete(timer);
        resolve();
      }, ms);
      this.#timers.add(timer);
    });
  }

  async #send(notification: Notification): Promise<void> {
    this.#sent.push(notification);
    await this.#publish?.(notification.topic, notification.payload);
  }

  #track(work: Promise<void>): void {
    const tracked = work
      .catch((failure: unknown) => {
        this.#failure ??= failure;
      })
      .finally(() => this.#pending.delete(tracked));
    this.#pending.add(tracked);
  }
}

function concerns({ labelIds, behavior }: Watch, labels: ReadonlySet<string>): boolean {
  if (labelIds.length === 0) return true;
  const named = labelIds.some((label) => labels.has(label));
  return behavior === 'include' ? named : !named;
}
