import { randomInt } from 'node:crypto';

/** Gives Gmail's ids: 16 hex digits that rise with the message's time. */
export class MessageIds {
  #ms = -1;
  #low = 0;

  next(internalDate: number, isTaken: (id: string) => boolean): string {
    const ms = Math.max(0, internalDate);
    this.#low = ms === this.#ms ? this.#low + randomInt(1, 8) : randomInt(0x8000);
    this.#ms = ms;
    while (isTaken(written(ms, this.#low))) this.#low += 1;
    return written(ms, this.#low);
  }
}

/** 44 bits of milliseconds, 20 bits that tell apart what came in one of them. */
const written = (ms: number, low: number) =>
  ((BigInt(ms) << 20n) + BigInt(low)).toString(16).padStart(16, '0');
