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

  /** Those of them with anything unread. */
  unread: (db: Firestore, locationIds: readonly string[]): Query =>
    query(
      collection(db, 'conversations'),
      where('locationId', 'in', [...locationIds]),
      where('unread', '==', true),
      orderBy('lastMessage.sentAt', 'desc'),
      limit(PAGE),
    ),

  /** Those with contacts that a search has found, 30 at most. */
  conversationsWith: (db: Firestore, locationId: string, contactIds: readonly string[]): Query =>
    query(
      collection(db, 'conversations'),
      where('locationId', '==', locationId),
      where('contactId', 'in', [...contactIds]),
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

  /** By name. */
  contacts: (db: Firestore, locationId: string): Query =>
    query(collection(db, 'contacts'), where('locationId', '==', locationId), orderBy('name'), limit(PAGE)),

  /** With one of the terms that `searchTermsOf` makes of what is typed. */
  contactsFound: (db: Firestore, locationIds: readonly string[], term: string): Query =>
    query(
      collection(db, 'contacts'),
      where('locationId', 'in', [...locationIds]),
      where('searchTerms', 'array-contains', term),
      limit(PAGE),
    ),

  /** Whether the mails with a contact are logged at GHL, the latest first. */
  deliveries: (db: Firestore, locationId: string, contactId: string): Query =>
    query(
      collection(db, 'outbox'),
      where('locationId', '==', locationId),
      where('contactId', '==', contactId),
      orderBy('sentAt', 'desc'),
      limit(PAGE),
    ),

  mailboxes: (db: Firestore, uid: string): Query =>
    query(collection(db, 'mailboxes'), where('uid', '==', uid)),
};
