import { collection, query, where } from 'firebase/firestore';
import { firebase } from '../firebase/connect.ts';
import { currentAgent } from '../firebase/session.ts';
import { type Mailbox, readMailbox } from '../model/mailbox.ts';
import { listenToQuery } from './listen.ts';
import type { Live } from './live.ts';
import { useLive } from './useLive.ts';

/** The signed-in agent's own mailboxes, live. */
export function useMailboxes(): Live<readonly Mailbox[]> {
  const { uid } = currentAgent();
  return useLive(`mailboxes of ${uid}`, (tell) =>
    listenToQuery(query(collection(firebase().db, 'mailboxes'), where('uid', '==', uid)), readMailbox)(tell),
  );
}
