/** The bytes of files that go with drafts, as they were when they were added: the file itself may change, or go. */
const STORE = 'files';

/** For this page alone, where the browser keeps nothing. */
const inMemory = new Map<string, Blob>();

/** `thisPage`: gone when the page is. `unreadable`: there is nothing to send, as of a folder. */
export type FileKept = 'kept' | 'thisPage' | 'unreadable';

export async function keepFile(uid: string, fileId: string, file: Blob): Promise<FileKept> {
  try {
    inMemory.set(fileId, new Blob([await file.arrayBuffer()], { type: file.type }));
  } catch {
    return 'unreadable';
  }
  try {
    const copy = inMemory.get(fileId);
    await inStore(uid, 'readwrite', (store) => store.put(copy, fileId));
    inMemory.delete(fileId);
    return 'kept';
  } catch {
    return 'thisPage';
  }
}

export async function findFile(uid: string, fileId: string): Promise<Blob | undefined> {
  const held = inMemory.get(fileId);
  if (held) return held;
  const found: unknown = await inStore(uid, 'readonly', (store) => store.get(fileId)).catch(() => undefined);
  return found instanceof Blob ? found : undefined;
}

/** A browser that cannot be asked has nothing to drop. */
export async function dropFiles(uid: string, fileIds: readonly string[]): Promise<void> {
  for (const fileId of fileIds) inMemory.delete(fileId);
  const drop = (fileId: string) => inStore(uid, 'readwrite', (store) => store.delete(fileId));
  await Promise.allSettled(fileIds.map(drop));
}

/** Those that no draft wants: a page may die between a draft and its files. */
export async function dropOtherFiles(uid: string, wantedNow: () => ReadonlySet<string>): Promise<void> {
  const found: unknown = await inStore(uid, 'readonly', (store) => store.getAllKeys()).catch(() => []);
  const fileIds = Array.isArray(found) ? found.filter((each) => typeof each === 'string') : [];
  // Looked up last: what another tab adds meanwhile is in its draft before it is here.
  const wanted = wantedNow();
  await dropFiles(
    uid,
    fileIds.filter((fileId) => !wanted.has(fileId)),
  );
}

const opened = new Map<string, Promise<IDBDatabase>>();

/** Done once the browser has it. */
async function inStore(
  uid: string,
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest,
): Promise<unknown> {
  const database = await open(uid);
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, mode);
    const request = ask(transaction.objectStore(STORE));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error);
  });
}

/** Each agent has a database of their own. */
function open(uid: string): Promise<IDBDatabase> {
  const known = opened.get(uid);
  if (known) return known;
  const opening = new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(`drafts of ${uid}`, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  opened.set(uid, opening);
  // The next one may be luckier: the browser closes what it needs the room of.
  opening.then(
    (database) => {
      database.onclose = () => opened.delete(uid);
    },
    () => opened.delete(uid),
  );
  return opening;
}
