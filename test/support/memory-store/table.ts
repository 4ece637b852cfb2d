import { copyOf } from './copyOf.ts';

/** Documents by key, copied on the way in and on the way out. */
export class Table<Key, Document> {
  readonly #documents = new Map<Key, Document>();

  get(key: Key): Document | undefined {
    const found = this.#documents.get(key);
    return found === undefined ? undefined : copyOf(found);
  }

  has(key: Key): boolean {
    return this.#documents.has(key);
  }

  /** The write, ready and no longer able to fail: several of them, carried out in a row, are one step. */
  prepared(key: Key, document: Document): () => void {
    const copy = copyOf(document);
    return () => {
      this.#documents.set(key, copy);
    };
  }

  set(key: Key, document: Document): void {
    this.prepared(key, document)();
  }

  delete(key: Key): void {
    this.#documents.delete(key);
  }

  /** In the order of their keys, as Firestore answers a query that names no other. */
  where(matches: (document: Document) => boolean): Document[] {
    return this.entries()
      .map(([, document]) => document)
      .filter(matches);
  }

  entries(): [Key, Document][] {
    return [...this.#documents]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, document]) => [key, copyOf(document)]);
  }
}
