export interface Key {
  readonly does: string;
  readonly press: () => void | Promise<void>;
}

const CTRL_C = '\u0003';

/** Single keys of a terminal; in raw mode Ctrl-C is a key like any other. Without a terminal there are none. */
export class Keyboard {
  readonly #input = process.stdin;
  #keys: ReadonlyMap<string, Key> = new Map();
  #isOver = false;

  get isThere(): boolean {
    return this.#input.isTTY === true && process.stdout.isTTY === true;
  }

  listen(keys: Readonly<Record<string, Key>>, quit: () => void): void {
    this.#keys = new Map([...Object.entries(keys), [CTRL_C, { does: 'quit', press: quit }]]);
    this.#resume();
  }

  /** Lets go of the terminal while a person is asked for whole lines. */
  async lend<T>(ask: () => Promise<T>): Promise<T> {
    this.#pause();
    try {
      return await ask();
    } finally {
      this.#resume();
    }
  }

  stop(): void {
    this.#isOver = true;
    this.#pause();
  }

  #pause(): void {
    if (!this.isThere) return;
    this.#input.off('data', this.#press);
    this.#input.setRawMode(false).pause();
  }

  #resume(): void {
    if (this.#isOver || !this.isThere) return;
    this.#input.setRawMode(true).setEncoding('utf8').resume();
    this.#input.on('data', this.#press);
  }

  readonly #press = (typed: string | Buffer): void => {
    void this.#keys.get(typed.toString().toLowerCase())?.press();
  };
}
