import { collection, limit, query, where } from 'firebase/firestore';
import { firebase } from '../firebase/connect.ts';
import type { Contact } from '../model/contact.ts';
import { type Conversation, readConversation } from '../model/conversation.ts';
import { listenToQuery } from './listen.ts';
import { type Live, ready } from './live.ts';
import { useLive } from './useLive.ts';

/** The conversation with a contact, live; null where there is none yet. */
export function useConversationWith(
  contact: Pick<Contact, 'contactId' | 'locationId'>,
): Live<Conversation | null> {
  const { contactId, locationId } = contact;
  return useLive(`conversation with ${locationId} ${contactId}`, (tell) =>
    listenToQuery(
      // Not by its id: a conversation that does not exist is refused like a foreign one.
      query(
        collection(firebase().db, 'conversations'),
        where('locationId', '==', locationId),
        where('contactId', '==', contactId),
        limit(1),
      ),
      readConversation,
    )((live) => tell(live.state === 'ready' ? ready(live.value[0] ?? null) : live)),
  );
}
