import type { RefObject } from 'preact';
import { useRef } from 'preact/hooks';

/**
 * Whoever goes to another screen by keyboard or ear goes on there: it gets the focus, unless something in it has taken it
 * already. Not the first one, nor another page of the same screen.
 */
export function useScreenFocus(main: RefObject<HTMLElement>): (url: string) => void {
  const before = useRef(screenOf(location.pathname));
  return (url) => {
    const screen = screenOf(url);
    const isOther = before.current !== '' && screen !== before.current;
    before.current = screen;
    if (isOther && !main.current?.contains(document.activeElement)) main.current?.focus();
  };
}

/** '' at the root, which leads on to the inbox by itself. */
function screenOf(url: string): string {
  const [, screen = ''] = url.split(/[/?#]/);
  return screen;
}
