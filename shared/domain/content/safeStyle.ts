import { STYLE_CHARACTERS } from './limits.ts';

/** What lays out and colours a mail. Nothing that positions freely, loads or animates. */
const PROPERTIES: ReadonlySet<string> = new Set([
  ...['color', 'background', 'background-color', 'opacity', 'visibility', 'display', 'overflow'],
  ...['font', 'font-family', 'font-size', 'font-style', 'font-variant', 'font-weight', 'line-height'],
  ...['letter-spacing', 'word-spacing', 'text-align', 'text-decoration', 'text-indent', 'text-transform'],
  ...['vertical-align', 'white-space', 'word-break', 'word-wrap', 'overflow-wrap', 'direction'],
  ...['list-style', 'list-style-type', 'list-style-position'],
  ...[
    'width',
    'min-width',
    'max-width',
    'height',
    'min-height',
    'max-height',
    'box-sizing',
    'float',
    'clear',
  ],
  ...['border-collapse', 'border-spacing', 'border-radius', 'table-layout', 'empty-cells', 'caption-side'],
]);
const SIDED = /^(?:border|margin|padding)(?:-(?:top|right|bottom|left))?(?:-(?:color|style|width))?$/;

/** Words, lengths, colours, quoted names and the colour functions: no `url()`, no escapes, no comments. */
const VALUE = /^(?:rgba?\([\d\s.,%/]*\)|hsla?\([\d\s.,%/]*\)|"[\w\s.,-]*"|'[\w\s.,-]*'|[\w\s#%.,!/+-])*$/i;
const NEGATIVE = /(?:^|[\s,])-[\d.]/;

/** The declarations of a `style` attribute that may stay, normalised; empty when none may. */
export function safeStyle(style: string): string {
  return style.slice(0, STYLE_CHARACTERS).split(';').map(safeDeclaration).filter(Boolean).join(';');
}

function safeDeclaration(declaration: string): string {
  const colon = declaration.indexOf(':');
  if (colon < 0) return '';
  const property = declaration.slice(0, colon).trim().toLowerCase();
  const value = declaration.slice(colon + 1).trim();
  const known = PROPERTIES.has(property) || SIDED.test(property);
  if (!known || value === '' || !VALUE.test(value)) return '';
  // A negative margin would let a mail paint over what surrounds it.
  if (property.startsWith('margin') && NEGATIVE.test(value)) return '';
  return `${property}:${property === 'display' ? value.toLowerCase() : value}`;
}
