import { useEffect, useState } from 'preact/hooks';

export type Later<Value> =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly again: () => void }
  | { readonly state: 'ready'; readonly value: Value };

/** A part of the app that is loaded when it is wanted. */
export function useLater<Value>(isWanted: boolean, load: () => Promise<Value>): Later<Value> {
  const [later, setLater] = useState<Later<Value>>({ state: 'loading' });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (!isWanted) return undefined;
    let isOver = false;
    const again = () => {
      setLater({ state: 'loading' });
      setAttempt(attempt + 1);
    };
    load().then(
      (value) => !isOver && setLater({ state: 'ready', value }),
      () => !isOver && setLater({ state: 'failed', again }),
    );
    return () => {
      isOver = true;
    };
  }, [isWanted, attempt, load]);
  return later;
}
