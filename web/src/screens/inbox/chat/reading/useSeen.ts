import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** As long as it takes to see what something is. */
const MOMENT_MS = 1_000;

/** Tells which of these messages were in sight for a moment, of a page that somebody looks at. */
export function useSeen(
  scroller: RefObject<HTMLElement>,
  unread: readonly string[],
  onSeen: (messageIds: readonly string[]) => void,
): void {
  const told = useRef(onSeen);
  told.current = onSeen;
  const key = unread.join(' ');
  useEffect(() => {
    const root = scroller.current;
    if (!root || key === '') return undefined;
    const inSight = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const wait = () => {
      clearTimeout(timer);
      if (inSight.size > 0 && document.visibilityState === 'visible')
        timer = setTimeout(() => told.current([...inSight]), MOMENT_MS);
    };
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          const id = target.getAttribute('data-message') ?? '';
          if (isIntersecting) inSight.add(id);
          else inSight.delete(id);
        }
        wait();
      },
      { root, rootMargin: '-24px 0px' },
    );
    for (const id of key.split(' ')) {
      const element = root.querySelector(`[data-message="${CSS.escape(id)}"]`);
      if (element) observer.observe(element);
    }
    document.addEventListener('visibilitychange', wait);
    return () => {
      clearTimeout(timer);
      observer.disconnect();
      document.removeEventListener('visibilitychange', wait);
    };
  }, [key, scroller]);
}
