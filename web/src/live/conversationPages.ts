import {
  collection,
  endAt,
  type FirestoreError,
  limit,
  orderBy,
  type QueryDocumentSnapshot,
  type QuerySnapshot,
  query,
  startAfter,
  where,
} from 'firebase/firestore';
import { firebase } from '../firebase/connect.ts';
import { type Conversation, readConversation } from '../model/conversation.ts';
import { listenFromServer } from './listenFromServer.ts';
import type { Found, OpenSpan, Span } from './paging/livePages.ts';

/** Which conversations: of up to 30 locations, as many as one query may name. */
export interface AskedConversations {
  readonly locationIds: readonly string[];
  /** Of these, those with anything unread. */
  readonly unread: boolean;
}

/**
 * A row's place is its document, as it was when it was the last of its page: its time alone would not tell those apart
 * that were sent at the same moment.
 */
export type Place = QueryDocumentSnapshot;

export const openConversations =
  (asked: AskedConversations, fail: (error: FirestoreError) => void): OpenSpan<Conversation, Place> =>
  (span, tell) => {
    const read = reader();
    return listenFromServer(spanOf(asked, span), (snapshot) => tell(read(snapshot)), fail);
  };

const spanOf = ({ locationIds, unread }: AskedConversations, { after, until, limit: most }: Span<Place>) =>
  query(
    collection(firebase().db, 'conversations'),
    where('locationId', 'in', locationIds),
    ...(unread ? [where('unread', '==', true)] : []),
    orderBy('lastMessage.sentAt', 'desc'),
    ...(after ? [startAfter(after)] : []),
    ...(until ? [endAt(until)] : []),
    ...(most === null ? [] : [limit(most)]),
  );

/** Reads again only what has changed: what has not stays the very same object, and its row is not drawn anew. */
function reader(): (snapshot: QuerySnapshot) => Found<Conversation, Place> {
  let known = new Map<string, Conversation | undefined>();
  return (snapshot) => {
    for (const { doc } of snapshot.docChanges()) known.delete(doc.id);
    const { docs } = snapshot;
    known = new Map(
      docs.map((doc) => [
        doc.id,
        known.has(doc.id) ? known.get(doc.id) : readConversation(doc.id, doc.data()),
      ]),
    );
    const rows = [...known.values()].filter((conversation) => conversation !== undefined);
    return { rows, last: docs.at(-1) ?? null, count: docs.length };
  };
}
