import type { FirestoreError, Query } from 'firebase/firestore';
import { listenFromServer } from './listenFromServer.ts';

/** Listens to several queries, and tells what all of them have found once each has answered. */
export function listenToAll<Value>(
  queries: readonly Query[],
  read: (id: string, document: unknown) => Value | undefined,
  tell: (answers: readonly (readonly Value[])[]) => void,
  fail: (error: FirestoreError) => void,
): () => void {
  const answers: (readonly Value[] | undefined)[] = queries.map(() => undefined);
  const show = () => {
    const given = answers.filter((answer) => answer !== undefined);
    if (given.length === queries.length) tell(given);
  };
  if (queries.length === 0) show();
  const stops = queries.map((asked, index) =>
    listenFromServer(
      asked,
      ({ docs }) => {
        answers[index] = docs.flatMap((doc) => read(doc.id, doc.data()) ?? []);
        show();
      },
      fail,
    ),
  );
  return () => {
    for (const stop of stops) stop();
  };
}
