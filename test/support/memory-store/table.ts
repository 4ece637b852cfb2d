import { copyOf } from './copyOf.ts';

/** Documents by key, copied on the way in and on the way out. */
export class Table<Key, Document> {
  readonly #documents = new Map<Key, Document>();
  readonly #namesOf: (document: Document) => readonly string[];
  readonly #named = new Map<string, Set<Key>>();

  /** `namesOf`: by which a document can be found without looking at all of them. */
  constructor(namesOf: (document: Document) => readonly string[] = () => []) {
    this.#namesOf = namesOf;
  }

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
      this.delete(key);
      this.#documents.set(key, copy);
      for (const name of this.#namesOf(copy)) {
        const named = this.#named.get(name);
        if (named) named.add(key);
        else this.#named.set(name, new Set([key]));
      }
    };
  }

  set(key: Key, document: Document): void {
    this.prepared(key, document)();
  }

  delete(key: Key): void {
    const document = this.#documents.get(key);
    if (document === undefined) return;
    for (const name of this.#namesOf(document)) this.#named.get(name)?.delete(key);
    this.#documents.delete(key);
  }

  /** In the order of their keys, as Firestore answers a query that names no other. */
  where(matches: (document: Document) => boolean): Document[] {
    return inOrder([...this.#documents].filter(([, document]) => matches(document))).map(([, document]) =>
      copyOf(document),
    );
  }

  /** Those of a name, in the same order; not copied: to be looked at, and given to nobody. */
  named(name: string): Document[] {
    const keys = [...(this.#named.get(name) ?? [])];
    return inOrder(keys.map((key): [Key, Document | undefined] => [key, this.#documents.get(key)])).flatMap(
      ([, document]) => document ?? [],
    );
  }

  entries(): [Key, Document][] {
    return inOrder([...this.#documents]).map(([key, document]) => [key, copyOf(document)]);
  }
}

const inOrder = <Key, Found>(found: [Key, Found][]): [Key, Found][] =>
  found.sort(([a], [b]) => (a < b ? -1 : 1));
