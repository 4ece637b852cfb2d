import type { AskedQuery } from './askedQuery.ts';
import { readIndexes } from './indexes.ts';
import { isIndexed } from './isIndexed.ts';

/** Remembers the queries that Firestore would refuse, each once. */
export class IndexCheck {
  readonly #indexes = readIndexes();
  readonly #refused = new Set<string>();

  query(query: AskedQuery | Error): void {
    if (query instanceof Error) this.#refused.add(`${query.message}: ${String(query.cause)}`);
    else if (!isIndexed(query, this.#indexes)) this.#refused.add(JSON.stringify(query));
  }

  /** @throws when there was one */
  assertAll(): void {
    if (this.#refused.size === 0) return;
    const queries = [...this.#refused].join('\n');
    throw new Error(`terraform/firestore.indexes.json has no index for what was asked:\n${queries}`);
  }
}
