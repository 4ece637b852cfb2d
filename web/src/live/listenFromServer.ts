import { type FirestoreError, onSnapshot, type Query, type QuerySnapshot } from 'firebase/firestore';

/**
 * Listens to a query, and tells nothing before the server has answered once: what the cache happens to have of it is
 * less than there is, and where the browser is offline that is nothing at all.
 */
export function listenFromServer(
  query: Query,
  tell: (snapshot: QuerySnapshot) => void,
  fail: (error: FirestoreError) => void,
): () => void {
  let isAnswered = false;
  return onSnapshot(
    query,
    { includeMetadataChanges: true },
    (snapshot) => {
      const isFirst = !isAnswered && !snapshot.metadata.fromCache;
      isAnswered ||= isFirst;
      if (isFirst || (isAnswered && snapshot.docChanges().length > 0)) tell(snapshot);
    },
    fail,
  );
}
