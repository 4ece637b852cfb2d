import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import { drawnRows } from './drawnRows.ts';

interface VirtualRows {
  readonly count: number;
  /** Pixels; the same for each. */
  readonly height: number;
  readonly scroller: RefObject<HTMLElement>;
  /** Drawn wherever one has scrolled to: the row that has the focus, or would get it. */
  readonly keep: number;
}

/** What is seen of a list, in rows. */
interface View {
  readonly first: number;
  readonly last: number;
}

/** Which rows of a long list are drawn. As all are of one height, none has to be measured. */
export function useVirtualRows({ count, height, scroller, keep }: VirtualRows) {
  const [view, setView] = useState<View>({ first: 0, last: -1 });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    let seen = element.clientHeight;
    const look = () => {
      const first = Math.max(0, Math.floor(element.scrollTop / height));
      const last = Math.ceil((element.scrollTop + seen) / height) - 1;
      setView((before) => (before.first === first && before.last === last ? before : { first, last }));
    };
    const observer = new ResizeObserver(() => {
      seen = element.clientHeight;
      look();
    });
    look();
    observer.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [scroller, height]);

  const scrollTo = (index: number) => {
    const element = scroller.current;
    if (!element) return;
    const top = index * height;
    const lowest = top + height - element.clientHeight;
    element.scrollTop = Math.min(top, Math.max(lowest, element.scrollTop));
  };
  const seen = { first: Math.min(view.first, count - 1), last: Math.min(view.last, count - 1) };
  return { seen, drawn: drawnRows(seen, count, keep), scrollTo };
}
