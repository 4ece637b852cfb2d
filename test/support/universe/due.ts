import type { Account } from '../gmail/account.ts';

const HIDING = ['DRAFT', 'CHAT', 'SPAM', 'TRASH'];

export const isHidden = (labels: readonly string[]): boolean =>
  labels.some((label) => HIDING.includes(label));

/**
 * Which Gmail ids of a mailbox have to be synced. Of what was there before the mailbox was live, that is certain for
 * the newest so many only: of the rest it depends on when the first sync listed them. What comes out of spam or trash
 * later is an arrival like any other.
 */
export class Due {
  readonly #account: Account;
  readonly #limit: number;
  readonly #seen = new Map<string, { time: number; hidden: boolean }>();
  readonly #uncertain = new Set<string>();
  #isLive = false;

  constructor(account: Account, limit: number) {
    this.#account = account;
    this.#limit = limit;
  }

  /** To be called after each step. */
  look({ isLive }: { isLive: boolean }): void {
    for (const { id, internalDate, labelIds } of this.#account.messages()) {
      const hidden = isHidden(labelIds);
      if (this.#isLive && this.#seen.get(id)?.hidden && !hidden) this.#uncertain.delete(id);
      this.#seen.set(id, { time: internalDate.getTime(), hidden });
    }
    if (isLive && !this.#isLive) this.#goLive();
  }

  get isLive(): boolean {
    return this.#isLive;
  }

  isCertain(id: string): boolean {
    return !this.#uncertain.has(id);
  }

  #goLive(): void {
    this.#isLive = true;
    const newestFirst = [...this.#seen].sort(([a, x], [b, y]) => y.time - x.time || (a < b ? 1 : -1));
    for (const [id] of newestFirst.slice(this.#limit)) this.#uncertain.add(id);
  }
}
