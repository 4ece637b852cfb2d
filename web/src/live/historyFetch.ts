import { doc } from 'firebase/firestore';
import { firebase } from '../firebase/connect.ts';
import { type HistoryFetch, readHistoryFetch } from '../model/historyFetch.ts';
import { listenToDocument } from './listen.ts';
import type { Live } from './live.ts';
import { useLive } from './useLive.ts';

/** How far a search for older mail is, live, from the moment when the callable has answered; nothing before. */
export function useHistoryFetch(jobId: string | null): Live<HistoryFetch | null> {
  return useLive(jobId && `history ${jobId}`, (tell) =>
    jobId === null
      ? () => {}
      : listenToDocument(doc(firebase().db, 'historyFetches', jobId), (_, document) =>
          readHistoryFetch(document),
        )(tell),
  );
}
