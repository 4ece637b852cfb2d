import { doc } from 'firebase/firestore';
import { firebase } from '../firebase/connect.ts';
import { type Message, readMessage } from '../model/message.ts';
import { listenToDocument } from './listen.ts';
import type { Live } from './live.ts';
import { useLive } from './useLive.ts';

/** One message, live; null where there is none, or it is not the agent's. */
export function useMessage(messageId: string): Live<Message | null> {
  return useLive(`message ${messageId}`, (tell) =>
    listenToDocument(doc(firebase().db, 'messages', messageId), readMessage)(tell),
  );
}
