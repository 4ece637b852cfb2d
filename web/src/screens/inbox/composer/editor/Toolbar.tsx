import {
  Bold,
  Italic,
  Link,
  List,
  ListOrdered,
  type LucideIcon,
  Paperclip,
  TextQuote,
  Underline,
} from 'lucide-preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type Squire from 'squire-rte';
import { IconButton } from '../../../../parts/Button.tsx';
import { inKeys, LINK_KEYS, MARKS, type Tag, tagsAt } from './marks.ts';
import './toolbar.css';

const ICONS: Readonly<Record<Tag, LucideIcon>> = {
  B: Bold,
  I: Italic,
  U: Underline,
  UL: List,
  OL: ListOrdered,
  BLOCKQUOTE: TextQuote,
  A: Link,
};

interface ToolbarProps {
  /** Undefined while it is being loaded. */
  readonly squire: Squire | undefined;
  readonly isLocked: boolean;
  readonly onLink: () => void;
  readonly onAttach: () => void;
}

/** One stop of the Tab key; arrows lead from button to button. https://www.w3.org/WAI/ARIA/apg/patterns/toolbar/ */
export function Toolbar({ squire, isLocked, onLink, onAttach }: ToolbarProps) {
  const tags = useTags(squire);
  const bar = useRef<HTMLDivElement>(null);
  const [stop, setStop] = useState(0);
  const off = isLocked || !squire;
  const buttons = [
    ...MARKS.map(({ tag, label, keys, set, unset }) => ({
      tag,
      label,
      keys,
      press: () => squire && (tags.has(tag) ? unset : set)(squire),
    })),
    { tag: 'A' as const, label: 'Link', keys: LINK_KEYS, press: onLink },
  ];
  const move = (event: KeyboardEvent) => {
    const to = { ArrowRight: stop + 1, ArrowLeft: stop - 1, Home: 0, End: buttons.length }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = (to + buttons.length + 1) % (buttons.length + 1);
    setStop(next);
    bar.current?.querySelectorAll('button').item(next).focus();
  };
  return (
    <div ref={bar} class="toolbar" role="toolbar" aria-label="Formatting" onKeyDown={move}>
      {buttons.map(({ tag, label, keys, press }, at) => {
        const Icon = ICONS[tag];
        return (
          <IconButton
            key={tag}
            label={`${label} (${inKeys(keys)})`}
            aria-keyshortcuts={keys}
            aria-pressed={tags.has(tag)}
            tabIndex={stop === at ? 0 : -1}
            disabled={off}
            // The selection stays where it is.
            onMouseDown={(event) => event.preventDefault()}
            onFocus={() => setStop(at)}
            onClick={press}
          >
            <Icon aria-hidden="true" />
          </IconButton>
        );
      })}
      <IconButton
        label="Attach files"
        tabIndex={stop === buttons.length ? 0 : -1}
        disabled={isLocked}
        onFocus={() => setStop(buttons.length)}
        onClick={onAttach}
      >
        <Paperclip aria-hidden="true" />
      </IconButton>
    </div>
  );
}

function useTags(squire: Squire | undefined): ReadonlySet<Tag> {
  const [tags, setTags] = useState<ReadonlySet<Tag>>(new Set());
  useEffect(() => {
    if (!squire) return undefined;
    const look = () => setTags(tagsAt(squire));
    const events = ['pathChange', 'select', 'cursor', 'input'];
    for (const event of events) squire.addEventListener(event, look);
    return () => {
      for (const event of events) squire.removeEventListener(event, look);
    };
  }, [squire]);
  return tags;
}
