import type { QueryDocumentSnapshot, QuerySnapshot } from 'firebase/firestore';
import type { Found } from './livePages.ts';

/** Reads again only what has changed: what has not stays the very same object, and is not drawn anew. */
export function foundReader<Row>(
  read: (id: string, document: unknown) => Row | undefined,
): (snapshot: QuerySnapshot) => Found<Row, QueryDocumentSnapshot> {
  let known = new Map<string, Row | undefined>();
  return (snapshot) => {
    for (const { doc } of snapshot.docChanges()) known.delete(doc.id);
    const { docs } = snapshot;
    known = new Map(
      docs.map((doc) => [doc.id, known.has(doc.id) ? known.get(doc.id) : read(doc.id, doc.data())]),
    );
    const rows = [...known.values()].flatMap((row) => row ?? []);
    return { rows, last: docs.at(-1) ?? null, count: docs.length };
  };
}
