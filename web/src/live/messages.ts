import {
  collection,
  endAt,
  type FirestoreError,
  limit,
  orderBy,
  type Query,
  type QueryDocumentSnapshot,
  query,
  startAfter,
  where,
} from 'firebase/firestore';
import { useCallback, useRef } from 'preact/hooks';
import { firebase } from '../firebase/connect.ts';
import type { Conversation } from '../model/conversation.ts';
import { type Message, readMessage } from '../model/message.ts';
import { listenFromServer } from './listenFromServer.ts';
import { failed, type Live, ready } from './live.ts';
import { foundReader } from './paging/foundReader.ts';
import { LivePages, type OpenSpan, type Span } from './paging/livePages.ts';
import { useLive } from './useLive.ts';

const PAGE = 30;

type Place = QueryDocumentSnapshot;
type Asked = Pick<Conversation, 'conversationId' | 'locationId'>;

export interface Messages {
  /** The oldest first. */
  readonly messages: readonly Message[];
  /** Whether there are older ones that are not loaded. */
  readonly hasOlder: boolean;
}

interface LiveMessages {
  readonly live: Live<Messages>;
  readonly showOlder: () => void;
  /** What is around it is kept live. */
  readonly lookAt: (messageId: string) => void;
}

/** The newest messages of a conversation, live, and older ones page by page. */
export function useMessages(asked: Asked): LiveMessages {
  const pages = useRef<LivePages<Message, Place>>();
  const shown = useRef<readonly Message[]>([]);
  const live = useLive<Messages>(`messages of ${asked.conversationId} in ${asked.locationId}`, (tell) => {
    const opened = new LivePages<Message, Place>({
      pageSize: PAGE,
      idOf: ({ messageId }) => messageId,
      open: openMessages(asked, (error) => tell(failed(error))),
      tell: ({ rows, hasMore }) => {
        shown.current = rows;
        tell(ready({ messages: rows.toReversed(), hasOlder: hasMore }));
      },
      soon: (tellNow) => queueMicrotask(tellNow),
    });
    pages.current = opened;
    return () => opened.end();
  });
  const showOlder = useCallback(() => pages.current?.more(), []);
  const lookAt = useCallback((messageId: string) => {
    const row = shown.current.findIndex((message) => message.messageId === messageId);
    if (row >= 0) pages.current?.lookAt(row);
  }, []);
  return { live, showOlder, lookAt };
}

const openMessages =
  (asked: Asked, fail: (error: FirestoreError) => void): OpenSpan<Message, Place> =>
  (span, tell) => {
    const found = foundReader(readMessage);
    return listenFromServer(queryOf(asked, span), (snapshot) => tell(found(snapshot)), fail);
  };

const queryOf = ({ conversationId, locationId }: Asked, { after, until, limit: most }: Span<Place>): Query =>
  query(
    collection(firebase().db, 'messages'),
    where('locationId', '==', locationId),
    where('conversationIds', 'array-contains', conversationId),
    where('deletedAt', '==', null),
    orderBy('sentAt', 'desc'),
    ...(after ? [startAfter(after)] : []),
    ...(until ? [endAt(until)] : []),
    ...(most === null ? [] : [limit(most)]),
  );
