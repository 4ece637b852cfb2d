import { doc } from 'firebase/firestore';
import { firebase } from '../firebase/connect.ts';
import { type Conversation, readConversation } from '../model/conversation.ts';
import { listenToDocument } from './listen.ts';
import type { Live } from './live.ts';
import { useLive } from './useLive.ts';

/** One conversation, live; null where there is none, or it is not the agent's. */
export function useConversation(conversationId: string): Live<Conversation | null> {
  return useLive(`conversation ${conversationId}`, (tell) =>
    listenToDocument(doc(firebase().db, 'conversations', conversationId), readConversation)(tell),
  );
}
