import { htmlToText } from './content/htmlToText.ts';
import type { Body } from './message.ts';

/**
 * How two mails with the same headers compare. `same`: word by word. `near`: what is on the way to a mailbox may add a
 * footer or a banner, and so may a forger a sentence: it is told, not decided. `different`: two mails, whatever their
 * headers claim.
 */
export type Likeness = 'same' | 'near' | 'different';

/** Enough words in a row to tell texts apart, few enough for a rewritten line to spoil little. */
const ROW = 4;

/** The share of the shorter text that the other has, too: footers stay above it, other texts far below. */
const NEAR = 0.8;

/** A transaction's plan is drawn more than once from the same bodies, and reading html takes its time. */
const known = new WeakMap<Body, WeakMap<Body, Likeness>>();

/**
 * Compares what people read: the text, and the html where both have some, because each may be shown alone. Links to
 * other hosts make it `near` at most: gateways rewrite them, and so do forgers.
 */
export function likenessOf(a: Body, b: Body): Likeness {
  const ofA = known.get(a) ?? new WeakMap<Body, Likeness>();
  const likeness = ofA.get(b) ?? compare(a, b);
  known.set(a, ofA.set(b, likeness));
  return likeness;
}

function compare(a: Body, b: Body): Likeness {
  const words = compareWords(a, b);
  return words === 'same' && hostsOf(a) !== hostsOf(b) ? 'near' : words;
}

function compareWords(a: Body, b: Body): Likeness {
  const texts = likenessOfTexts(a.text, b.text, a.truncated || b.truncated);
  if (texts === 'different' || a.html === null || b.html === null || a.html === b.html) return texts;
  const htmls = likenessOfTexts(htmlToText(a.html), htmlToText(b.html), false);
  return htmls === 'same' ? texts : htmls;
}

/** Of the html where there is some: a mail without it says the same with fewer links. */
function hostsOf({ text, html }: Body): string {
  const links = (html ?? text).matchAll(/https?:\/\/([^\s/"'<>?#]+)/gi);
  return [...new Set([...links].map(([, host = '']) => host.toLowerCase()))].sort().join();
}

function likenessOfTexts(a: string, b: string, isCut: boolean): Likeness {
  if (a === b) return 'same';
  const [shorter = [], longer = []] = [wordsOf(a), wordsOf(b)].sort((x, y) => x.length - y.length);
  // The last word of a text that was cut may have been cut, too.
  const whole = isCut ? shorter.slice(0, -1) : shorter;
  const isSame = whole.every((word, index) => word === longer[index]);
  if (isSame && (isCut || shorter.length === longer.length)) return 'same';
  const length = Math.min(ROW, shorter.length);
  const rows = rowsOf(shorter, length);
  const others = rowsOf(longer, length);
  const shared = [...rows].filter((row) => others.has(row)).length;
  return rows.size === 0 || shared / rows.size >= NEAR ? 'near' : 'different';
}

/** Without links, which are rewritten on the way, and in one case and form. */
function wordsOf(text: string): readonly string[] {
  const plain = text.normalize('NFKC').toLowerCase();
  return plain.replace(/https?:\/\/\S+/g, ' ').match(/[\p{L}\p{N}]+/gu) ?? [];
}

function rowsOf(words: readonly string[], length: number): ReadonlySet<string> {
  const count = length === 0 ? 0 : words.length - length + 1;
  return new Set(Array.from({ length: count }, (_, at) => words.slice(at, at + length).join(' ')));
}
