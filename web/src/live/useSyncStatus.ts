import { useCallback, useEffect, useState } from 'preact/hooks';
import type { CallableOutput } from '../../../shared/domain/callables/callables.ts';
import { CallFailure, call } from '../firebase/call.ts';
import { type Live, LOADING, ready } from './live.ts';

type SyncStatus = CallableOutput<'getSyncStatus'>;

const EVERY_MS = 20_000;

/** What no document tells, asked for anew every so often while it is looked at, and whenever `ask` is called. */
export function useSyncStatus(): { readonly live: Live<SyncStatus>; readonly ask: () => Promise<void> } {
  const [live, setLive] = useState<Live<SyncStatus>>(LOADING);
  const ask = useCallback(async () => {
    try {
      setLive(ready(await call('getSyncStatus', {})));
    } catch (error) {
      const message = error instanceof CallFailure ? error.message : 'Something went wrong.';
      // What is known stays: it is asked for again soon.
      setLive((before) => (before.state === 'ready' ? before : { state: 'failed', message }));
    }
  }, []);
  useEffect(() => {
    const askIfSeen = () => void (document.visibilityState === 'visible' && ask());
    askIfSeen();
    const timer = setInterval(askIfSeen, EVERY_MS);
    document.addEventListener('visibilitychange', askIfSeen);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', askIfSeen);
    };
  }, [ask]);
  return { live, ask };
}
