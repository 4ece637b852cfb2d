import { linkOf } from './links.ts';
import { isBlock, type Prose, type ProseElement, type ProseTag } from './prose.ts';

/** A piece of html as it was pasted. */
export type Pasted = string | PastedElement;

export interface PastedElement {
  /** Lower case. */
  readonly name: string;
  /** As its `style` attribute said it. */
  readonly style: string;
  readonly href: string;
  readonly children: readonly Pasted[];
}

const SAME: ReadonlyMap<string, ProseTag> = new Map([
  ['b', 'b'],
  ['strong', 'b'],
  ['i', 'i'],
  ['em', 'i'],
  ['u', 'u'],
  ['ins', 'u'],
  ['ul', 'ul'],
  ['ol', 'ol'],
  ['li', 'li'],
  ['blockquote', 'blockquote'],
]);

const PARAGRAPHS =
  /^(?:div|p|h[1-6]|section|article|header|footer|main|aside|nav|address|pre|figure|figcaption|table|tr|caption|dl|dt|dd|fieldset|legend|details|summary)$/;

/** What is in them is no part of what one reads. */
const UNREAD =
  /^(?:script|style|head|title|template|noscript|svg|math|object|iframe|textarea|select|button|audio|video)$/;

/** Reduces what was pasted to what can be written here: words, paragraphs, lists, quotes, links, and emphasis. */
export const simplified = (pasted: readonly Pasted[]): readonly Prose[] =>
  pasted.flatMap((node, at) =>
    typeof node === 'string' ? node.replaceAll('\u200B', '') : simple(node, () => nextOf(pasted, at)),
  );

/** What follows, but for the space between. */
function nextOf(pasted: readonly Pasted[], at: number): Pasted | undefined {
  for (let index = at + 1; index < pasted.length; index += 1) {
    const node = pasted[index];
    if (typeof node !== 'string' || node.trim() !== '') return node;
  }
  return undefined;
}

function simple(node: PastedElement, next: () => Pasted | undefined): readonly Prose[] {
  const { name, style, children } = node;
  if (UNREAD.test(name)) return [];
  if (name === 'br') return [{ tag: 'br', children: [] }];
  const inside = name === 'pre' ? simplified(children).flatMap(withBreaks) : simplified(children);
  if (name === 'td' || name === 'th') return [...inside, ' '];
  if (PARAGRAPHS.test(name)) return paragraphs(node, inside, next);
  const tag = SAME.get(name);
  if (tag === 'b' || tag === 'i') return isUndone(tag, style) ? inside : [{ tag, children: inside }];
  if (tag !== undefined) return [{ tag, children: inside }];
  if (name === 'a') return link(node.href, inside);
  return emphasised(style, inside);
}

/** A paragraph stands apart from the next one, which no style of ours says. */
function paragraphs(
  { name, style }: PastedElement,
  inside: readonly Prose[],
  next: () => Pasted | undefined,
): readonly Prose[] {
  const isHeading = /^h\d$/.test(name);
  const children: readonly Prose[] =
    isHeading && inside.length > 0 && !inside.some(isBlock) ? [{ tag: 'b', children: inside }] : inside;
  const isApart = name === 'p' && !/margin(?:-bottom)?:\s*0/.test(style) && isElement(next(), 'p');
  const blank: ProseElement = { tag: 'div', children: [{ tag: 'br', children: [] }] };
  return [{ tag: 'div', children }, ...(isApart ? [blank] : [])];
}

const isElement = (node: Pasted | undefined, name: string): boolean =>
  typeof node === 'object' && node.name === name;

function link(href: string, inside: readonly Prose[]): readonly Prose[] {
  const leads = linkOf(href);
  return leads === undefined || inside.some(isBlock) ? inside : [{ tag: 'a', href: leads, children: inside }];
}

/** Office programs write emphasis as style, and take it back so, too. */
const isUndone = (tag: 'b' | 'i', style: string): boolean =>
  (tag === 'b' ? /font-weight:\s*(?:normal|[1-4]00)/i : /font-style:\s*normal/i).test(style);

function emphasised(style: string, inside: readonly Prose[]): readonly Prose[] {
  if (inside.length === 0 || inside.some(isBlock)) return inside;
  const tags: ProseTag[] = [];
  if (/font-weight:\s*(?:bold|[6-9]00)/i.test(style)) tags.push('b');
  if (/font-style:\s*(?:italic|oblique)/i.test(style)) tags.push('i');
  if (/text-decoration(?:-line)?:[^;]*underline/i.test(style)) tags.push('u');
  return tags.reduce<readonly Prose[]>((children, tag) => [{ tag, children }], inside);
}

const withBreaks = (node: Prose): readonly Prose[] =>
  typeof node === 'string'
    ? node.split('\n').flatMap((line, at) => (at === 0 ? [line] : [{ tag: 'br', children: [] }, line]))
    : [node];
