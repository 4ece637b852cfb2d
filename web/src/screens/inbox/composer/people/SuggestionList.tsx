import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { plain } from '../../../../words/plain.ts';
import type { Person } from './addresses.ts';
import type { Suggestion } from './suggestions.ts';
import './suggestionList.css';

interface SuggestionListProps {
  readonly id: string;
  readonly label: string;
  readonly suggestions: readonly Suggestion[];
  readonly active: number;
  /** What it hangs on; above it where there is more room. */
  readonly below: RefObject<HTMLElement>;
  readonly onChoose: (person: Person) => void;
}

/** Over everything else, so that no window cuts it off. */
export function SuggestionList({ id, label, suggestions, active, below, onChoose }: SuggestionListProps) {
  const list = useRef<HTMLDivElement>(null);
  const isOpen = suggestions.length > 0;
  useLayoutEffect(() => {
    const element = list.current;
    if (!element || !isOpen) return undefined;
    const place = () => hang(element, below.current);
    element.showPopover();
    place();
    window.addEventListener('resize', place);
    window.addEventListener('scroll', place, true);
    return () => {
      window.removeEventListener('resize', place);
      window.removeEventListener('scroll', place, true);
      element.hidePopover();
    };
  }, [isOpen, below]);
  useLayoutEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  });
  return (
    <div ref={list} id={id} class="suggestions" role="listbox" aria-label={label} popover="manual">
      {suggestions.map((suggestion, index) => (
        <button
          type="button"
          key={suggestion.key}
          id={`${id}-${index}`}
          class="suggestions__one"
          role="option"
          aria-selected={index === active}
          // The focus stays in the field.
          tabIndex={-1}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose({ name: suggestion.name, address: suggestion.address })}
        >
          <bdi class="suggestions__name">{plain(suggestion.title)}</bdi>
          <bdi class="suggestions__address">{suggestion.address}</bdi>
        </button>
      ))}
    </div>
  );
}

function hang(list: HTMLElement, from: HTMLElement | null): void {
  if (!from) return;
  const { top, bottom, left, width } = from.getBoundingClientRect();
  const room = { above: top, below: window.innerHeight - bottom };
  const isBelow = room.below >= room.above || room.below > list.scrollHeight;
  Object.assign(list.style, {
    left: `${left}px`,
    width: `${width}px`,
    top: isBelow ? `${bottom}px` : 'auto',
    bottom: isBelow ? 'auto' : `${window.innerHeight - top}px`,
    maxHeight: `${Math.max(room.above, room.below) - 8}px`,
  });
}
