import { type DocumentData, onSnapshot, type Query } from 'firebase/firestore';
import { eventually } from '../eventually.ts';

/** What an inbox shows of a query, as it changes. */
export class Listener {
  readonly #end: () => void;
  #failure: Error | undefined;
  #shown: readonly DocumentData[] | undefined;

  constructor(query: Query) {
    this.#end = onSnapshot(
      query,
      ({ docs }) => {
        this.#shown = docs.map((doc) => doc.data());
      },
      (error) => {
        this.#failure = error;
      },
    );
  }

  /** Resolves as soon as `pick` of what is shown, top to bottom, is `expected`. */
  async shows<T>(pick: (document: DocumentData) => T, expected: readonly T[]): Promise<void> {
    const wanted = JSON.stringify(expected);
    const picked = () => this.#shown?.map(pick);
    await eventually(`the listener shows ${wanted}`, () => {
      if (this.#failure) throw this.#failure;
      return JSON.stringify(picked()) === wanted;
    });
  }

  end(): void {
    this.#end();
  }
}
