import type { CollectionReference, Firestore } from '@google-cloud/firestore';

export interface Document {
  readonly path: string;
  /** Its path and all of its fields. */
  readonly text: string;
}

/** All that the project has stored, in every collection and subcollection, those without a parent included. */
export async function everyDocument(db: Firestore): Promise<readonly Document[]> {
  return inCollections(await db.listCollections());
}

async function inCollections(collections: readonly CollectionReference[]): Promise<readonly Document[]> {
  return (await Promise.all(collections.map(inCollection))).flat();
}

async function inCollection(collection: CollectionReference): Promise<readonly Document[]> {
  const refs = await collection.listDocuments();
  const found = await Promise.all(
    refs.map(async (ref) => {
      const [snapshot, below] = await Promise.all([ref.get(), ref.listCollections().then(inCollections)]);
      return [{ path: ref.path, text: JSON.stringify([ref.path, snapshot.data()]) }, ...below];
    }),
  );
  return found.flat();
}
