import { useEffect, useState } from 'preact/hooks';
import { useHistoryFetch } from '../../../../live/historyFetch.ts';
import { known } from '../../../../live/live.ts';
import { useCall } from '../../../../live/useCall.ts';
import type { HistoryFetch } from '../../../../model/historyFetch.ts';
import { type HistoryResult, historyResult } from '../../../../words/historyWords.ts';

export type HistoryState =
  | { readonly state: 'idle' }
  | { readonly state: 'running'; readonly fetch: HistoryFetch | undefined }
  | {
      readonly state: 'done';
      readonly fetch: HistoryFetch | undefined;
      readonly result: HistoryResult;
      readonly advice: string | undefined;
    }
  | { readonly state: 'failed'; readonly sentence: string };

export interface History {
  readonly now: HistoryState;
  /** Goes on where the one before has ended, or begins. */
  readonly fetchOlder: () => void;
  readonly putAway: () => void;
}

interface Asked {
  readonly jobId: string;
  readonly result: HistoryResult;
  readonly advice: string | undefined;
  readonly done: boolean;
}

/** Older mail of a contact, fetched because somebody asks for it. */
export function useHistory(contactId: string): History {
  const { busy, failure, ask, forget } = useCall('fetchContactHistory');
  const [asked, setAsked] = useState<Asked>();
  const [before, setBefore] = useState<Date | null>(null);
  const live = known(useHistoryFetch(asked?.jobId ?? null)) ?? undefined;
  const now = stateOf({ busy, sentence: failure?.message, asked, live });
  useEffect(() => {
    if (now.state === 'done') setBefore(now.result.before);
  }, [now.state]);
  const fetchOlder = () => {
    setAsked(undefined);
    void ask({ contactId, ...(before && { before: before.toISOString() }) }).then((answer) => {
      if (!answer) return;
      const { jobId, stored, oldest, more = false, advice, done } = answer;
      setAsked({ jobId, done, advice, result: { stored, before: more && oldest ? new Date(oldest) : null } });
    });
  };
  const putAway = () => {
    forget();
    setAsked(undefined);
  };
  return { now, fetchOlder, putAway };
}

interface Known {
  readonly busy: boolean;
  readonly sentence: string | undefined;
  readonly asked: Asked | undefined;
  readonly live: HistoryFetch | undefined;
}

/** The document knows best, once it is there; the answer that came before it otherwise. */
function stateOf({ busy, sentence, asked, live }: Known): HistoryState {
  if (busy) return { state: 'running', fetch: undefined };
  if (sentence !== undefined) return { state: 'failed', sentence };
  if (!asked) return { state: 'idle' };
  if (live?.status === 'done')
    return {
      state: 'done',
      fetch: live,
      result: historyResult(live),
      advice: asked.done ? asked.advice : undefined,
    };
  if (asked.done) return { state: 'done', fetch: undefined, result: asked.result, advice: asked.advice };
  return { state: 'running', fetch: live };
}
