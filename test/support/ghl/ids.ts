import { createHash } from 'node:crypto';

/** Ids that look like GHL's, twenty letters and digits: the same seed gives the same ones. */
export class Ids {
  readonly #seed: string;
  #count = 0;

  constructor(seed: string) {
    this.#seed = seed;
  }

  next(): string {
    return this.#digest('base64')
      .replace(/[^A-Za-z0-9]/g, '')
      .slice(0, 20);
  }

  /** Like the tokens and the webhooks' ids of GHL. */
  uuid(): string {
    return this.#digest('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
  }

  #digest(encoding: 'base64' | 'hex'): string {
    this.#count += 1;
    return createHash('sha256').update(`${this.#seed}/${this.#count}`).digest(encoding);
  }
}
