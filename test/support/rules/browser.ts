import { randomUUID } from 'node:crypto';
import { deleteApp, initializeApp } from 'firebase/app';
import { connectFirestoreEmulator, type Firestore, getFirestore } from 'firebase/firestore';

export interface Browser extends AsyncDisposable {
  readonly db: Firestore;
}

/** Firebase's own SDK as a browser has it, signed in with an ID token; `host` is that of the emulator. */
export function openBrowser(projectId: string, idToken: string, host: string): Browser {
  const app = initializeApp({ projectId }, randomUUID());
  const db = getFirestore(app);
  const { hostname, port } = new URL(`http://${host}`);
  connectFirestoreEmulator(db, hostname, Number(port), { mockUserToken: idToken });
  return { db, [Symbol.asyncDispose]: () => deleteApp(app) };
}
