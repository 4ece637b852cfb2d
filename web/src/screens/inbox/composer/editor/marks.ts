import type Squire from 'squire-rte';

/** What a button of the toolbar does to what is selected, and what shows that it has. */
export interface Mark {
  readonly tag: 'B' | 'I' | 'U' | 'UL' | 'OL' | 'BLOCKQUOTE' | 'A';
  readonly label: string;
  /** As `aria-keyshortcuts` has it, with the key that programs of this system are told by. */
  readonly keys: string;
  readonly set: (squire: Squire) => void;
  readonly unset: (squire: Squire) => void;
}

const isApple = /Mac|iP(?:hone|ad|od)/.test(navigator.userAgent);
const shortcut = (key: string): string => `${isApple ? 'Meta' : 'Control'}+${key}`;

/** For people to read. */
export const inKeys = (keys: string): string =>
  isApple ? keys.replace('Meta+', '⌘').replace('Shift+', '⇧') : keys.replace('Control', 'Ctrl');

export const SEND_KEYS = shortcut('Enter');
export const LINK_KEYS = shortcut('K');

export const MARKS: readonly Mark[] = [
  {
    tag: 'B',
    label: 'Bold',
    keys: shortcut('B'),
    set: (squire) => squire.bold(),
    unset: (squire) => squire.removeBold(),
  },
  {
    tag: 'I',
    label: 'Italic',
    keys: shortcut('I'),
    set: (squire) => squire.italic(),
    unset: (squire) => squire.removeItalic(),
  },
  {
    tag: 'U',
    label: 'Underlined',
    keys: shortcut('U'),
    set: (squire) => squire.underline(),
    unset: (squire) => squire.removeUnderline(),
  },
  {
    tag: 'UL',
    label: 'List',
    keys: shortcut('Shift+8'),
    set: (squire) => squire.makeUnorderedList(),
    unset: (squire) => squire.removeList(),
  },
  {
    tag: 'OL',
    label: 'Numbered list',
    keys: shortcut('Shift+9'),
    set: (squire) => squire.makeOrderedList(),
    unset: (squire) => squire.removeList(),
  },
  {
    tag: 'BLOCKQUOTE',
    label: 'Quote',
    keys: shortcut(']'),
    set: (squire) => squire.increaseQuoteLevel(),
    unset: (squire) => squire.removeQuote(),
  },
];

export type Tag = Mark['tag'];

/** What the cursor is in, or all that is selected. */
export const tagsAt = (squire: Squire): ReadonlySet<Tag> =>
  new Set([...MARKS.map(({ tag }) => tag), 'A' as const].filter((tag) => squire.hasFormat(tag)));

/** The address of the link that the cursor is in. */
export function linkAt(squire: Squire): string {
  const { commonAncestorContainer: at, startContainer } = squire.getSelection();
  const closest = (node: Node) => (node instanceof Element ? node : node.parentElement)?.closest('a');
  return (closest(at) ?? closest(startContainer))?.getAttribute('href') ?? '';
}
