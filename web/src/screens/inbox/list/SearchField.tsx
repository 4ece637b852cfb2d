import { Search, X } from 'lucide-preact';
import type { RefObject } from 'preact';
import { IconButton } from '../../../parts/Button.tsx';
import './searchField.css';

interface SearchFieldProps {
  readonly typed: string;
  readonly onTyped: (typed: string) => void;
  readonly input: RefObject<HTMLInputElement>;
  /** Asked to go on to the rows. */
  readonly onLeave: () => void;
}

/** Finds contacts by name or address. Escape ends the search, and the arrow down goes on to what it found. */
export function SearchField({ typed, onTyped, input, onLeave }: SearchFieldProps) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing || !['Escape', 'ArrowDown', 'Enter'].includes(event.key)) return;
    event.preventDefault();
    if (event.key === 'Escape') onTyped('');
    onLeave();
  };
  const clear = () => {
    onTyped('');
    input.current?.focus();
  };
  return (
    <search class="search-field">
      <Search aria-hidden="true" class="search-field__icon" />
      <input
        ref={input}
        class="input search-field__input"
        type="search"
        enterkeyhint="search"
        aria-label="Search contacts by name or address"
        aria-keyshortcuts="/"
        placeholder="Search contacts"
        autocomplete="off"
        spellcheck={false}
        value={typed}
        onInput={({ currentTarget }) => onTyped(currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {typed === '' ? (
        <span class="search-field__key" aria-hidden="true">
          /
        </span>
      ) : (
        <IconButton label="End the search" onClick={clear}>
          <X aria-hidden="true" />
        </IconButton>
      )}
    </search>
  );
}
