import {
  collection,
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
import { type Conversation, readConversation } from '../model/conversation.ts';
import { listenFromServer } from './listenFromServer.ts';
import { foundReader } from './paging/foundReader.ts';
import type { OpenSpan, Span } from './paging/livePages.ts';

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
    const found = foundReader(readConversation);
    return listenFromServer(spanOf(asked, span), (snapshot) => tell(found(snapshot)), fail);
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
