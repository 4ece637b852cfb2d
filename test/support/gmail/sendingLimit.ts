import { googleErrors } from './googleError.ts';

const DAY_MS = 86_400_000;

/** What an account has sent of late; Gmail counts over the last 24 hours. */
export class SendingLimit {
  #sentAt: readonly number[] = [];

  /** Counts one more mail. @throws GoogleError 429 where `perDay` were sent within a day. */
  count(now: number, perDay: number): void {
    this.#sentAt = this.#sentAt.filter((at) => now - at < DAY_MS);
    const freeAt = this.#sentAt.at(-perDay);
    if (this.#sentAt.length >= perDay) throw googleErrors.sendingLimit(new Date((freeAt ?? now) + DAY_MS));
    this.#sentAt = [...this.#sentAt, now];
  }
}
