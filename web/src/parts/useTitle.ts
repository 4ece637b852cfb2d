import { useEffect } from 'preact/hooks';

/** The name of the screen, as the browser's tab and those who listen are told it. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title;
  }, [title]);
}
