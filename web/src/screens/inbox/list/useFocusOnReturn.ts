import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/**
 * Leads the focus to the row that it can be in, once what else is changing is drawn. It goes there by itself when a
 * conversation is closed: where it was is gone.
 */
export function useFocusOnReturn(pane: RefObject<HTMLElement>, selected: string | undefined): () => void {
  const before = useRef(selected);
  const focusRows = () =>
    requestAnimationFrame(() =>
      pane.current?.querySelector<HTMLElement>('[data-row] [tabindex="0"]')?.focus({ preventScroll: true }),
    );
  useEffect(() => {
    const isClosed = before.current !== undefined && selected === undefined;
    before.current = selected;
    if (isClosed && document.activeElement === document.body) focusRows();
  });
  return focusRows;
}
