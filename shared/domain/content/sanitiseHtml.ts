import sanitizeHtml, { type Attributes, type Tag } from 'sanitize-html';
import { HTML_POLICY } from './htmlPolicy.ts';
import { INDENT_NESTING, OPEN_ELEMENTS } from './limits.ts';
import { safeImageSource, safeLink } from './safeLink.ts';
import { safeStyle } from './safeStyle.ts';

/**
 * Html that is safe to show to an agent and still looks like the mail: an allow-list of elements, attributes
 * and styles. Remote images stay, because blocking them is the viewer's choice. Undefined where elements are
 * nested beyond reason, which would keep the parser busy for minutes.
 */
export function sanitiseHtml(html: string): string | undefined {
  const nesting = { elements: 0, indents: 0 };
  try {
    return sanitizeHtml(html, {
      ...HTML_POLICY,
      onOpenTag: (name) => {
        nesting.elements += 1;
        if (isIndenting(name)) nesting.indents += 1;
        if (nesting.elements > OPEN_ELEMENTS) throw new RangeError('elements nested beyond reason');
      },
      onCloseTag: (name) => {
        nesting.elements -= 1;
        if (isIndenting(name)) nesting.indents -= 1;
      },
      transformTags: {
        '*': (name, attributes) =>
          safeElement(isIndenting(name) && nesting.indents > INDENT_NESTING ? 'div' : name, attributes),
      },
    });
  } catch {
    return undefined;
  }
}

const INDENTING: ReadonlySet<string> = new Set(['blockquote', 'dl', 'ol', 'ul']);
const isIndenting = (name: string) => INDENTING.has(name);

/** An attribute that must go becomes empty: the sanitiser leaves empty ones out. */
function safeElement(name: string, attributes: Attributes): Tag {
  const style = safeStyle(attributes['style'] ?? '');
  switch (name) {
    case 'a': {
      const href = safeLink(attributes['href'] ?? '');
      const opening = href === undefined ? { rel: '', target: '' } : { rel: LINK_RELATION, target: '_blank' };
      return { tagName: name, attribs: { ...attributes, style, href: href ?? '', ...opening } };
    }
    case 'img': {
      const src = safeImageSource(attributes['src'] ?? '') ?? '';
      return { tagName: name, attribs: { ...attributes, style, src } };
    }
    case 'body':
      return { tagName: 'div', attribs: { style: bodyStyle(attributes, style) } };
    default:
      return { tagName: name, attribs: { ...attributes, style } };
  }
}

const LINK_RELATION = 'noopener noreferrer nofollow';

/** The colours of the whole mail are often the body's: white words on nothing would be lost. */
function bodyStyle(attributes: Attributes, style: string): string {
  const background = safeStyle(`background-color:${attributes['bgcolor'] ?? ''}`);
  const color = safeStyle(`color:${attributes['text'] ?? ''}`);
  return [background, color, style].filter(Boolean).join(';');
}
