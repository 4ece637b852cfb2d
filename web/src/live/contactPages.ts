import {
  collection,
  documentId,
  endAt,
  type FirestoreError,
  limit,
  orderBy,
  type QueryDocumentSnapshot,
  query,
  startAfter,
  where,
} from 'firebase/firestore';
import { firebase } from '../firebase/connect.ts';
import { type Contact, readContact } from '../model/contact.ts';
import { listenFromServer } from './listenFromServer.ts';
import { foundReader } from './paging/foundReader.ts';
import type { OpenSpan } from './paging/livePages.ts';

/** Contacts of up to 30 locations, as many as one query may name, by name. */
export const openContacts =
  (
    locationIds: readonly string[],
    fail: (error: FirestoreError) => void,
  ): OpenSpan<Contact, QueryDocumentSnapshot> =>
  ({ after, until, limit: most }, tell) => {
    const read = foundReader(readContact);
    const span = query(
      collection(firebase().db, 'contacts'),
      where('locationId', 'in', locationIds),
      orderBy('name'),
      orderBy(documentId()),
      ...(after ? [startAfter(after)] : []),
      ...(until ? [endAt(until)] : []),
      ...(most === null ? [] : [limit(most)]),
    );
    return listenFromServer(span, (snapshot) => tell(read(snapshot)), fail);
  };
