import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/**
 * The focus within a list whose rows come, go and move. One row is the stop of the Tab key: the one that had the focus
 * last, else the current one, else the first.
 */
export function useRowFocus(
  list: RefObject<HTMLElement>,
  ids: readonly string[],
  current: string | undefined,
) {
  const [active, setActive] = useState<string>();
  const last = useRef(0);
  const isAsked = useRef(false);
  const tabStop = tabStopOf(ids, active, current, last.current);
  last.current = tabStop;
  // Looked up before the rows are drawn anew: a browser takes the focus from an element that is moved.
  const focused = rowWith(document.activeElement);
  const hadFocus = focused !== undefined && list.current?.contains(document.activeElement) === true;

  const focusTabStop = () =>
    list.current?.querySelector<HTMLElement>('[data-row] [tabindex="0"]')?.focus({ preventScroll: true });

  useLayoutEffect(() => {
    if (!isAsked.current && (!hadFocus || rowWith(document.activeElement) === focused)) return;
    isAsked.current = false;
    focusTabStop();
  });

  return {
    tabStop,
    /** Gives the focus to the row of that number, once it is drawn. */
    moveTo(index: number) {
      if (index === tabStop) return focusTabStop();
      isAsked.current = true;
      setActive(ids[index]);
    },
    onFocusIn({ target }: FocusEvent) {
      setActive(rowWith(target));
    },
  };
}

/** Where the row that had it is gone, its place has it. */
function tabStopOf(
  ids: readonly string[],
  active: string | undefined,
  current: string | undefined,
  before: number,
): number {
  if (active !== undefined) {
    const at = ids.indexOf(active);
    return at === -1 ? Math.max(0, Math.min(before, ids.length - 1)) : at;
  }
  return current === undefined ? 0 : Math.max(0, ids.indexOf(current));
}

function rowWith(target: EventTarget | null): string | undefined {
  const row = target instanceof Element ? target.closest('[data-row]') : null;
  return row?.getAttribute('data-row') ?? undefined;
}
