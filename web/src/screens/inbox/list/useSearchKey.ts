import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

const EDITABLE = 'input, textarea, select, [contenteditable=""], [contenteditable="true"], dialog';

/** A slash, wherever it is not typed into something, leads to the search. */
export function useSearchKey(input: RefObject<HTMLInputElement>): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof Element && event.target.closest(EDITABLE)) return;
      if (!input.current?.checkVisibility({ visibilityProperty: true })) return;
      event.preventDefault();
      input.current.select();
      input.current.focus();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [input]);
}
