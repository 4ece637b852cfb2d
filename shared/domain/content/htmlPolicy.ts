import type { IOptions } from 'sanitize-html';
import { HTML_NESTING } from './limits.ts';

const TAGS = [
  ...['a', 'abbr', 'address', 'article', 'aside', 'b', 'bdi', 'bdo', 'big', 'blockquote', 'br', 'caption'],
  ...['center', 'cite', 'code', 'col', 'colgroup', 'dd', 'del', 'dfn', 'div', 'dl', 'dt', 'em', 'figcaption'],
  ...[
    'figure',
    'font',
    'footer',
    'h1',
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'header',
    'hr',
    'i',
    'img',
    'ins',
    'kbd',
  ],
  ...['li', 'main', 'mark', 'nav', 'ol', 'p', 'pre', 'q', 's', 'samp', 'section', 'small', 'span', 'strike'],
  ...['strong', 'sub', 'sup', 'table', 'tbody', 'td', 'tfoot', 'th', 'thead', 'time', 'tr', 'tt', 'u', 'ul'],
  ...['var', 'wbr'],
];

/** Elements whose content is no text for people, or is read by other rules than html's. */
const DROPPED_WITH_CONTENT = [
  ...['script', 'style', 'title', 'textarea', 'select', 'option', 'xmp', 'iframe', 'noembed', 'noframes'],
  ...['svg', 'math', 'template', 'canvas', 'plaintext'],
];

/** No `class`, `id` or `name`: they would meet the styles and scripts of the page around the mail. */
const ATTRIBUTES = {
  '*': ['style', 'dir', 'lang', 'title', 'align', 'valign', 'bgcolor', 'width', 'height'],
  a: ['href', 'rel', 'target'],
  col: ['span'],
  colgroup: ['span'],
  font: ['color', 'face', 'size'],
  hr: ['color', 'noshade', 'size'],
  img: ['src', 'alt', 'border', 'hspace', 'vspace'],
  li: ['value', 'type'],
  ol: ['start', 'type'],
  table: ['border', 'bordercolor', 'cellpadding', 'cellspacing', 'role'],
  td: ['colspan', 'rowspan', 'nowrap'],
  th: ['colspan', 'rowspan', 'nowrap'],
  ul: ['type'],
};

/** What a mail's html may hold. Links, images' sources and styles are checked further, value by value. */
export const HTML_POLICY: IOptions = {
  allowedTags: TAGS,
  allowedAttributes: ATTRIBUTES,
  allowedSchemes: ['http', 'https', 'mailto', 'tel', 'sms'],
  allowedSchemesByTag: { img: ['http', 'https', 'cid', 'data'] },
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard',
  nonTextTags: DROPPED_WITH_CONTENT,
  nestingLimit: HTML_NESTING,
  // Our own check of styles is stricter than a general parser's, and many times faster.
  parseStyleAttributes: false,
};
