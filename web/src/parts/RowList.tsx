import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { moveByKey } from './moveByKey.ts';
import { shiftOf } from './shiftOf.ts';
import { useRowFocus } from './useRowFocus.ts';
import { useVirtualRows } from './useVirtualRows.ts';
import './rowList.css';

interface RowListProps {
  readonly label: string;
  readonly ids: readonly string[];
  /** Of each row, in rem: it grows with the letters. */
  readonly rowRem: number;
  /** Whether more is to come, which `onView` asks for in time. */
  readonly hasMore: boolean;
  /** The row of what is open beside the list. */
  readonly current?: string | undefined;
  /** One link, with this `tabIndex`: of all rows, one can be reached by Tab. */
  readonly render: (index: number, tabIndex: 0 | -1) => ComponentChildren;
  readonly onView?: (first: number, last: number) => void;
}

/** As many rows as it is longer while more is to come. */
const PENDING = 6;

/**
 * A list of links of any length, of which those are drawn that are seen. The keys move the focus through it; it stays
 * with its row when that moves, and what one reads stays in its place when something comes in above.
 */
export function RowList({ label, ids, rowRem, hasMore, current, render, onView }: RowListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const height = useRowHeight(rowRem);
  const focus = useRowFocus(scroller, ids, current);
  const { seen, drawn, scrollTo } = useVirtualRows({
    count: ids.length,
    height,
    scroller,
    keep: focus.tabStop,
  });
  useSteadyScroll(scroller, ids, height);
  useEffect(() => onView?.(seen.first, seen.last), [seen.first, seen.last, ids]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const to = moveByKey(event.key, focus.tabStop, ids.length, seen.last - seen.first);
    if (to === undefined) return;
    event.preventDefault();
    scrollTo(to);
    focus.moveTo(to);
  };

  return (
    <div class="row-list" ref={scroller}>
      <ul
        class="row-list__rows"
        aria-label={label}
        style={{
          blockSize: `${(ids.length + (hasMore ? PENDING : 0)) * height}px`,
          backgroundSize: `100% ${height}px`,
        }}
        onKeyDown={onKeyDown}
        onFocusIn={focus.onFocusIn}
      >
        {drawn.map((index) => (
          <li
            key={ids[index]}
            class="row-list__row"
            data-row={ids[index]}
            aria-setsize={hasMore ? -1 : ids.length}
            aria-posinset={index + 1}
            style={{ transform: `translateY(${index * height}px)`, blockSize: `${height}px` }}
          >
            {render(index, index === focus.tabStop ? 0 : -1)}
          </li>
        ))}
      </ul>
    </div>
  );
}

function useRowHeight(rem: number): number {
  const [letter] = useState(() => Number.parseFloat(getComputedStyle(document.documentElement).fontSize));
  return Math.round(rem * letter);
}

function useSteadyScroll(
  scroller: { readonly current: HTMLElement | null },
  ids: readonly string[],
  height: number,
) {
  const drawn = useRef(ids);
  useLayoutEffect(() => {
    const before = drawn.current;
    drawn.current = ids;
    const element = scroller.current;
    // At the very top one wants to see what comes in.
    if (!element || element.scrollTop < height / 2) return;
    const shift = shiftOf(before, ids, Math.floor(element.scrollTop / height));
    if (shift !== 0) element.scrollTop += shift * height;
  }, [scroller, ids, height]);
}
