import { googleErrors } from './googleError.ts';

/** A partial-response mask: which keys stay, and what of each; an empty map keeps the whole value. */
type Mask = Map<string, Mask>;

/** Cuts an answer to Google's `fields` parameter: `a,b(c,d/e),f/*`. */
export function applyFields(value: unknown, fields: string): unknown {
  const parser = new MaskParser(fields);
  const mask = parser.masks();
  if (!parser.atEnd) throw googleErrors.invalid(`Invalid field selection ${fields}`);
  return cut(value, mask);
}

function cut(value: unknown, mask: Mask): unknown {
  if (mask.size === 0) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => cut(item, mask));
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).flatMap(([key, inner]) => {
    const of = mask.get(key) ?? mask.get('*');
    return of ? [[key, cut(inner, of)] as const] : [];
  });
  return Object.fromEntries(kept);
}

class MaskParser {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text.replace(/\s/g, '');
  }

  get atEnd(): boolean {
    return this.#at === this.#text.length;
  }

  masks(): Mask {
    const masks: Mask = new Map();
    do {
      const name = /^[\w*]+/.exec(this.#text.slice(this.#at))?.[0];
      if (!name) throw googleErrors.invalid(`Invalid field selection ${this.#text}`);
      this.#at += name.length;
      masks.set(name, merged(masks.get(name), this.#inner()));
    } while (this.#take(','));
    return masks;
  }

  #inner(): Mask {
    if (this.#take('/')) {
      const name = /^[\w*]+/.exec(this.#text.slice(this.#at))?.[0] ?? '*';
      this.#at += name.length;
      return new Map([[name, this.#inner()]]);
    }
    if (!this.#take('(')) return new Map();
    const masks = this.masks();
    if (!this.#take(')')) throw googleErrors.invalid(`Invalid field selection ${this.#text}`);
    return masks;
  }

  #take(sign: string): boolean {
    if (this.#text[this.#at] !== sign) return false;
    this.#at += 1;
    return true;
  }
}

function merged(before: Mask | undefined, after: Mask): Mask {
  if (!before) return after;
  if (before.size === 0 || after.size === 0) return new Map();
  const both: Mask = new Map(before);
  for (const [name, mask] of after) both.set(name, merged(both.get(name), mask));
  return both;
}
