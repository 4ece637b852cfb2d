import type { RefObject } from 'preact';
import { useCallback, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type Place, ScrollKeeper } from './scrollKeeper.ts';

interface Scrolling {
  readonly isAtFoot: boolean;
  readonly toFoot: () => void;
}

/** Keeps the place that is read; `onMove` is told where it is. */
export function useScrollKeeper(
  scroller: RefObject<HTMLElement>,
  list: RefObject<HTMLElement>,
  onMove: (place: Place) => void,
): Scrolling {
  const [isAtFoot, setAtFoot] = useState(true);
  const keeper = useRef<ScrollKeeper>();
  const told = useRef(onMove);
  told.current = onMove;
  useLayoutEffect(() => {
    if (!scroller.current || !list.current) return undefined;
    const opened = new ScrollKeeper(scroller.current, list.current, (place) => {
      setAtFoot(place.isAtFoot);
      told.current(place);
    });
    keeper.current = opened;
    return () => opened.end();
  }, [scroller, list]);
  const toFoot = useCallback(() => keeper.current?.toFoot(), []);
  return { isAtFoot, toFoot };
}
