import DOMPurify from 'dompurify';
import { htmlOf } from './prose.ts';
import { proseOf } from './proseDom.ts';

/** Foreign html, made as simple as what can be written here; and safe once more, by those who do nothing else. */
export const purified = (html: string): DocumentFragment =>
  DOMPurify.sanitize(htmlOf(proseOf(html)), {
    ALLOWED_TAGS: ['div', 'b', 'i', 'u', 'a', 'ul', 'ol', 'li', 'blockquote', 'br', '#text'],
    ALLOWED_ATTR: ['href', 'dir'],
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    RETURN_DOM_FRAGMENT: true,
  });
