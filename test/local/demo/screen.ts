import { stripVTControlCharacters, styleText } from 'node:util';

/** Where the cells of a mail's second row begin. */
const COLUMNS = [12, 31, 69, 83, 96] as const;
export type Column = 0 | 1 | 2 | 3 | 4;

type Style = Parameters<typeof styleText>[0];

/** Coloured on a terminal that wants colours; plain in a pipe and with NO_COLOR. */
export const paint = (style: Style, text: string): string => styleText(style, text);

/** The terminal as rows that grow cell by cell while things happen; whoever comes in between gets a row of their own. */
export class Screen {
  readonly #write: (text: string) => void;
  #open: { readonly key: unknown; width: number } | undefined;
  #lastHead: unknown;
  #held: string[] | undefined;

  constructor(write: (text: string) => void = (text) => process.stdout.write(text)) {
    this.#write = write;
  }

  line(text = ''): void {
    this.#endRow();
    this.#lastHead = undefined;
    this.#put(`${text}\n`);
  }

  /** Begins a row that `cell` or `rest` of the same key goes on with. */
  begin(key: unknown, text: string): void {
    this.#endRow();
    this.#open = { key, width: 0 };
    this.#append(text);
  }

  /** Ends the row that `begin` began, or repeats its beginning where something came in between. */
  end(key: unknown, beginning: string, text: string): void {
    if (this.#open?.key !== key) this.begin(key, beginning);
    this.#append(text);
    this.#endRow();
  }

  /** A mail's first row. */
  head(key: unknown, text: string): void {
    this.line(text);
    this.#lastHead = key;
  }

  /** A cell of a mail's second row; `who` is repeated where the first row is no longer the one above. */
  cell(key: unknown, column: Column, text: string, who: string): void {
    if (this.#open?.key !== key) {
      this.begin(key, this.#lastHead === key ? '' : paint('dim', `  ${who.slice(0, 9)}`));
    }
    this.#append(' '.repeat(Math.max(1, COLUMNS[column] - (this.#open?.width ?? 0))) + text);
  }

  /** Keeps everything back while a person is typing. */
  hold(): void {
    this.#endRow();
    this.#lastHead = undefined;
    this.#held ??= [];
  }

  release(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const text of held) this.#write(text);
  }

  #endRow(): void {
    if (this.#open) this.#put('\n');
    this.#open = undefined;
  }

  #append(text: string): void {
    if (this.#open) this.#open.width += stripVTControlCharacters(text).length;
    this.#put(text);
  }

  #put(text: string): void {
    if (this.#held) this.#held.push(text);
    else this.#write(text);
  }
}
