import createPurifier, { type Config } from 'dompurify';
import { HTML_POLICY } from '../../../../../../shared/domain/content/htmlPolicy.ts';
import { safeImageSource, safeLink } from '../../../../../../shared/domain/content/safeLink.ts';
import { safeStyle } from '../../../../../../shared/domain/content/safeStyle.ts';

const { allowedTags, allowedAttributes, nonTextTags } = HTML_POLICY;

/** The server's own list once more, in another sanitiser, with this browser's own parser. */
const CONFIG = {
  ALLOWED_TAGS: allowedTags ? [...allowedTags] : [],
  ALLOWED_ATTR: [...new Set(Object.values(allowedAttributes || {}).flat())].filter(
    (name) => typeof name === 'string',
  ),
  ALLOWED_NAMESPACES: ['http://www.w3.org/1999/xhtml'],
  ALLOW_ARIA_ATTR: false,
  ALLOW_DATA_ATTR: false,
  FORBID_CONTENTS: [...(nonTextTags ?? [])],
  /** Nodes, not text: nothing is parsed a second time, when it could mean something else. */
  RETURN_DOM_FRAGMENT: true,
} as const satisfies Config;

/** A height that follows the frame's would make the frame grow without end. */
const OF_THE_WINDOW = /\d[sld]?v(?:h|w|b|i|min|max)\b/i;

const calmStyle = (style: string): string =>
  safeStyle(style)
    .split(';')
    .filter((declaration) => !OF_THE_WINDOW.test(declaration))
    .join(';');

/** What of an attribute may stay; empty where nothing may. */
function safeAttribute(name: string, value: string): string {
  switch (name) {
    case 'style':
      return calmStyle(value);
    case 'href':
      return safeLink(value) ?? '';
    case 'src':
      return safeImageSource(value) ?? '';
    default:
      return value;
  }
}

/**
 * A mail's html as nodes that are safe to put into a page: parsed by a window that runs no scripts and loads nothing, in
 * a document that nobody sees.
 */
export function purify(html: string, window: Window & typeof globalThis): DocumentFragment {
  const purifier = createPurifier(window);
  purifier.addHook('uponSanitizeAttribute', (_, attribute) => {
    attribute.attrValue = safeAttribute(attribute.attrName, attribute.attrValue);
    if (attribute.attrValue === '' && /^(?:style|href|src)$/.test(attribute.attrName))
      attribute.keepAttr = false;
  });
  return purifier.sanitize(html, CONFIG);
}
