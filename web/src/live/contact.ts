import { doc } from 'firebase/firestore';
import { firebase } from '../firebase/connect.ts';
import { type Contact, readContact } from '../model/contact.ts';
import { listenToDocument } from './listen.ts';
import type { Live } from './live.ts';
import { useLive } from './useLive.ts';

/** One contact, live; null where there is none. */
export function useContact(contactId: string | null): Live<Contact | null> {
  return useLive(contactId, (tell) =>
    contactId === null
      ? () => {}
      : listenToDocument(doc(firebase().db, 'contacts', contactId), readContact)(tell),
  );
}
