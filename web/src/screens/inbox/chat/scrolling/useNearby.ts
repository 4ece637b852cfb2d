import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** So much is made ready above and below what is in sight. */
const AROUND = '120% 0%';

type Tell = (isNear: boolean) => void;

interface Watch {
  readonly observer: IntersectionObserver;
  readonly tells: Map<Element, Tell>;
}

/** One observer for all that is in the same scroller. */
const watches = new WeakMap<Element, Watch>();

function watchOf(root: Element): Watch {
  const known = watches.get(root);
  if (known) return known;
  const tells = new Map<Element, Tell>();
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) tells.get(target)?.(isIntersecting);
    },
    { root, rootMargin: AROUND },
  );
  const watch = { observer, tells };
  watches.set(root, watch);
  return watch;
}

/** Whether something is in sight or soon will be: what is expensive is there only then. */
export function useNearby(place: RefObject<Element>, scroller: RefObject<Element>): boolean {
  const [isNear, setNear] = useState(false);
  useEffect(() => {
    const element = place.current;
    const root = scroller.current;
    if (!element || !root) return undefined;
    const { observer, tells } = watchOf(root);
    tells.set(element, setNear);
    observer.observe(element);
    return () => {
      observer.unobserve(element);
      tells.delete(element);
    };
  }, [place, scroller]);
  return isNear;
}
