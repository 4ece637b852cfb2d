/** A Gmail search as a tree. */
export type Query =
  | { readonly type: 'and' | 'or'; readonly of: readonly Query[] }
  | { readonly type: 'not'; readonly of: Query }
  | { readonly type: 'term'; readonly operator: string; readonly value: string };

const OPENERS: Readonly<Record<string, string>> = { '(': ')', '{': '}' };

/** Parses Gmail's search syntax: `OR` binds tighter than the blank that means "and", `{a b}` is "a or b". */
export function parseSearch(text: string): Query {
  return new Parser(text).all('');
}

class Parser {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Reads up to the closing bracket, or to the end of the text where `close` is empty. */
  all(close: string, operator = ''): Query {
    const groups: Query[][] = [];
    let joins = false;
    for (;;) {
      this.#skipBlanks();
      if (this.#at >= this.#text.length || this.#take(close)) break;
      if (this.#takeWord('OR') || this.#take('|')) {
        joins = true;
        continue;
      }
      this.#takeWord('AND');
      const next = this.#one(operator);
      const group = groups.at(-1);
      if (joins && group) group.push(next);
      else groups.push([next]);
      joins = false;
    }
    if (close === '}') return join('or', groups.flat());
    return join(
      'and',
      groups.map((group) => join('or', group)),
    );
  }

  #one(operator: string): Query {
    this.#skipBlanks();
    if (this.#take('-')) return { type: 'not', of: this.#one(operator) };
    const opener = this.#text[this.#at] ?? '';
    const close = OPENERS[opener];
    if (close) {
      this.#at += 1;
      return this.all(close, operator);
    }
    const named = /^([a-z_0-9]+):/i.exec(this.#text.slice(this.#at, this.#at + 30));
    if (named?.[1] && operator === '') {
      this.#at += named[0].length;
      return this.#one(named[1].toLowerCase());
    }
    return { type: 'term', operator, value: this.#word() };
  }

  #word(): string {
    if (this.#take('"')) {
      const end = this.#text.indexOf('"', this.#at);
      const word = this.#text.slice(this.#at, end < 0 ? undefined : end);
      this.#at = end < 0 ? this.#text.length : end + 1;
      return word;
    }
    const word = /^[^\s(){}"]*/.exec(this.#text.slice(this.#at))?.[0] ?? '';
    // A stray bracket is skipped, so that no text can hold the parser up.
    this.#at += Math.max(word.length, 1);
    return word;
  }

  #skipBlanks(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at += 1;
  }

  #take(text: string): boolean {
    if (text === '' || !this.#text.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  #takeWord(word: string): boolean {
    const after = this.#text[this.#at + word.length] ?? ' ';
    return /[\s(){}"]/.test(after) && this.#take(word);
  }
}

const join = (type: 'and' | 'or', of: readonly Query[]): Query => {
  const [only, ...others] = of;
  return only && others.length === 0 ? only : { type, of };
};
