import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { CallableOutput } from '../../../shared/domain/callables/callables.ts';
import { CallFailure, call } from '../firebase/call.ts';
import { Polling } from '../firebase/polling.ts';
import { type Live, LOADING, ready } from './live.ts';

type SyncStatus = CallableOutput<'getSyncStatus'>;

const EVERY_MS = 60_000;
/** How often it is looked whether it is time: soon after the tab is seen again, or the answer was late. */
const LOOK_MS = 10_000;

/** What no document tells, asked for anew every so often while it is looked at, and whenever `ask` is called. */
export function useSyncStatus(): { readonly live: Live<SyncStatus>; readonly ask: () => Promise<void> } {
  const [live, setLive] = useState<Live<SyncStatus>>(LOADING);
  const polling = useRef<Polling>();
  useEffect(() => {
    let isShown = true;
    const tell = (next: (before: Live<SyncStatus>) => Live<SyncStatus>) => {
      if (isShown) setLive(next);
    };
    const ours = new Polling(
      () => askOnce(tell),
      EVERY_MS,
      () => performance.now(),
    );
    polling.current = ours;
    const askIfSeen = () => {
      if (document.visibilityState === 'visible') ours.askIfDue();
    };
    askIfSeen();
    const timer = setInterval(askIfSeen, LOOK_MS);
    document.addEventListener('visibilitychange', askIfSeen);
    return () => {
      isShown = false;
      clearInterval(timer);
      document.removeEventListener('visibilitychange', askIfSeen);
    };
  }, []);
  const ask = useCallback(async () => polling.current?.askNow(), []);
  return { live, ask };
}

async function askOnce(tell: (next: (before: Live<SyncStatus>) => Live<SyncStatus>) => void): Promise<void> {
  try {
    const answer = ready(await call('getSyncStatus', {}));
    tell(() => answer);
  } catch (error) {
    const message = error instanceof CallFailure ? error.message : 'Something went wrong.';
    // What is known stays: it is asked for again soon.
    tell((before) => (before.state === 'ready' ? before : { state: 'failed', message }));
  }
}
