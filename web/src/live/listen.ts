import { type DocumentReference, onSnapshot, type Query } from 'firebase/firestore';
import { listenFromServer } from './listenFromServer.ts';
import { failed, ready } from './live.ts';
import type { Listen } from './useLive.ts';

/** Reads one document, by its id and what is in it; `undefined` where there is nothing to show. */
type Read<Value> = (id: string, document: unknown) => Value | undefined;

/** A document, live; null where there is none. A document that is not there is refused like a foreign one. */
export const listenToDocument =
  <Value>(reference: DocumentReference, read: Read<Value>): Listen<Value | null> =>
  (tell) =>
    onSnapshot(
      reference,
      (snapshot) => {
        // Offline, what the cache lacks is not known to be missing.
        if (!snapshot.exists() && snapshot.metadata.fromCache) return;
        tell(ready(read(snapshot.id, snapshot.data({ serverTimestamps: 'estimate' })) ?? null));
      },
      (error) => tell(error.code === 'permission-denied' ? ready(null) : failed(error)),
    );

/** A query, live, in its order; what cannot be read is left out. */
export const listenToQuery =
  <Value>(query: Query, read: Read<Value>): Listen<readonly Value[]> =>
  (tell) =>
    listenFromServer(
      query,
      ({ docs }) => tell(ready(docs.flatMap((snapshot) => read(snapshot.id, snapshot.data()) ?? []))),
      (error) => tell(failed(error)),
    );
