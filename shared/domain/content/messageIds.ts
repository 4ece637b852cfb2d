import { cleanText, cutToBytes } from './cleanText.ts';
import { LINE_BYTES, REFERENCES_BYTES } from './limits.ts';

/**
 * The Message-IDs in a header, without angle brackets and each once. Some mailers forget the brackets, others
 * write prose beside the id or fold a line inside it.
 */
export function readMessageIds(value: string): readonly string[] {
  const text = cleanText(value);
  const bracketed = [...text.matchAll(/<([^<>]*)>/g)].map(([, id]) => (id ?? '').replace(/\s+/g, ''));
  const ids = bracketed.length > 0 ? bracketed : text.split(/[\s,<>]+/).filter((word) => word.includes('@'));
  return [...new Set(ids.filter((id) => id !== '').map((id) => cutToBytes(id, LINE_BYTES)))];
}

/** The mail's own id: a single word is taken for one even without an `@`. */
export function readMessageId(value: string): string {
  return readMessageIds(value)[0] ?? cutToBytes(cleanText(value).replace(/[\s<>]+/g, ''), LINE_BYTES);
}

/** A long thread keeps its root and the newest ids: those are what replies are threaded by. */
export function readReferences(value: string): readonly string[] {
  const [root, ...others] = readMessageIds(value);
  if (root === undefined) return [];
  let left = REFERENCES_BYTES - 2 * root.length;
  const fits = (id: string) => {
    left -= 2 * id.length;
    return left >= 0;
  };
  return [root, ...others.reverse().filter(fits).reverse()];
}
