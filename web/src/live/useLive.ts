import { useEffect, useRef, useState } from 'preact/hooks';
import { type Live, LOADING } from './live.ts';

/** Begins to listen, and tells each time that something changed; the answer ends it. */
export type Listen<Value> = (tell: (live: Live<Value>) => void) => () => void;

/** Listens while the component is shown, anew whenever `key` changes, which stands for all that `listen` depends on. */
export function useLive<Value>(key: string | null, listen: Listen<Value>): Live<Value> {
  const [told, setTold] = useState<{ key: string | null; live: Live<Value> }>({ key, live: LOADING });
  const latest = useRef(listen);
  latest.current = listen;
  useEffect(() => {
    if (key === null) return undefined;
    return latest.current((live) => setTold({ key, live }));
  }, [key]);
  return told.key === key ? told.live : LOADING;
}
