/** What can be written in a mail: text, and the few forms that every mail program shows. */
export type Prose = string | ProseElement;

export interface ProseElement {
  readonly tag: ProseTag;
  /** Of a link. */
  readonly href?: string;
  readonly children: readonly Prose[];
}

export type ProseTag = 'div' | 'b' | 'i' | 'u' | 'a' | 'ul' | 'ol' | 'li' | 'blockquote' | 'br';

const BLOCKS: readonly ProseTag[] = ['div', 'ul', 'ol', 'li', 'blockquote'];

export const isBlock = (node: Prose): node is ProseElement =>
  typeof node !== 'string' && BLOCKS.includes(node.tag);

/** As html that carries no style and runs nothing. Each paragraph is read in the direction of its own words. */
export const htmlOf = (prose: readonly Prose[]): string => prose.map(elementOf).join('');

function elementOf(node: Prose): string {
  if (typeof node === 'string') return escaped(node);
  const { tag, href, children } = node;
  if (tag === 'br') return '<br>';
  const attributes = tag === 'div' ? ' dir="auto"' : tag === 'a' ? ` href="${escaped(href ?? '')}"` : '';
  return `<${tag}${attributes}>${htmlOf(children)}</${tag}>`;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Whether anything in it would be lost as plain text. A link that is written out is not. */
export const isFormatted = (prose: readonly Prose[]): boolean =>
  prose.some((node) => {
    if (typeof node === 'string' || node.tag === 'br') return false;
    if (node.tag === 'a') return !isWrittenOut(node) || isFormatted(node.children);
    return node.tag !== 'div' || isFormatted(node.children);
  });

/** Without the empty lines at its end. */
export function trimmed(prose: readonly Prose[]): readonly Prose[] {
  const isBlank = (node: Prose) => textOf([node]) === '';
  return prose.slice(0, prose.findLastIndex((node) => !isBlank(node)) + 1);
}

/** The same for who reads no html: lists with dashes and numbers, quotes behind `>`, links written out. */
export const textOf = (prose: readonly Prose[]): string =>
  linesOf(prose)
    .map((line) => line.replaceAll('\u00A0', ' ').trimEnd())
    .join('\n')
    .trimEnd();

function linesOf(prose: readonly Prose[]): readonly string[] {
  const lines: string[] = [];
  let line: string | undefined;
  const endLine = () => {
    if (line !== undefined) lines.push(line);
    line = undefined;
  };
  for (const node of prose) {
    if (isBlock(node)) {
      endLine();
      for (const each of blockLines(node)) lines.push(each);
    } else {
      const [first = '', ...others] = inlineText(node).split('\n');
      line = (line ?? '') + first;
      for (const each of others) {
        endLine();
        // What follows a line's end begins the next one; where nothing follows, there is none.
        if (each !== '') line = each;
      }
    }
  }
  endLine();
  return lines;
}

function blockLines({ tag, children }: ProseElement): readonly string[] {
  if (tag === 'blockquote') return linesOf(children).map((line) => (line === '' ? '>' : `> ${line}`));
  if (tag !== 'ul' && tag !== 'ol') return linesOf(children);
  let number = 0;
  return children.flatMap((child) => {
    const isItem = typeof child !== 'string' && child.tag === 'li';
    const mark = !isItem ? '' : tag === 'ul' ? '- ' : `${++number}. `;
    const [first = '', ...others] = linesOf(isItem ? child.children : [child]);
    return [`${mark}${first}`, ...others.map((line) => `${' '.repeat(mark.length || 2)}${line}`)];
  });
}

function inlineText(node: Prose): string {
  if (typeof node === 'string') return node.replaceAll('\n', ' ');
  if (node.tag === 'br') return '\n';
  const words = node.children.map(inlineText).join('');
  return node.tag === 'a' && !isWrittenOut(node) ? `${words} <${bare(node.href ?? '')}>` : words;
}

const isWrittenOut = ({ href = '', children }: ProseElement): boolean =>
  bare(children.map(inlineText).join('').trim()) === bare(href);

const bare = (href: string): string => href.replace(/^mailto:/i, '').replace(/^https?:\/\/|\/$/gi, '');
