import { collection, type Firestore, limit, orderBy, type Query, query, where } from 'firebase/firestore';

const PAGE = 50;

/** The queries of an inbox, as the README gives them: each restricted to locations, as the rules demand. */
export const inbox = {
  /** Those with anything to show, the latest on top. */
  conversations: (db: Firestore, locationIds: readonly string[]): Query =>
    query(
      collection(db, 'conversations'),
      where('locationId', 'in', [...locationIds]),
      orderBy('lastMessage.sentAt', 'desc'),
      limit(PAGE),
    ),

  /** The latest of a conversation, latest first, without deleted ones. */
  messages: (db: Firestore, locationId: string, conversationId: string): Query =>
    query(
      collection(db, 'messages'),
      where('locationId', '==', locationId),
      where('conversationIds', 'array-contains', conversationId),
      where('deletedAt', '==', null),
      orderBy('sentAt', 'desc'),
      limit(PAGE),
    ),

  contacts: (db: Firestore, locationId: string): Query =>
    query(collection(db, 'contacts'), where('locationId', '==', locationId), orderBy('name'), limit(PAGE)),

  mailboxes: (db: Firestore, uid: string): Query =>
    query(collection(db, 'mailboxes'), where('uid', '==', uid)),
};
