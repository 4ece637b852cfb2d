import { type FirebaseApp, initializeApp } from 'firebase/app';
import {
  type Auth,
  browserLocalPersistence,
  connectAuthEmulator,
  indexedDBLocalPersistence,
  initializeAuth,
} from 'firebase/auth';
import {
  connectFirestoreEmulator,
  type Firestore,
  initializeFirestore,
  memoryEagerGarbageCollector,
  memoryLocalCache,
} from 'firebase/firestore';
import { type Functions, getFunctions } from 'firebase/functions';
import type { Configuration, DemoAgent } from './configuration.ts';
import { readConfiguration } from './configuration.ts';

export interface Connection {
  readonly app: FirebaseApp;
  readonly auth: Auth;
  readonly db: Firestore;
  readonly functions: Functions;
  /** Who can be signed in as with one click; empty in the cloud. */
  readonly demoAgents: readonly DemoAgent[];
  readonly isLocal: boolean;
}

let connection: Connection | undefined;

/** Once, before anything else. */
export async function connect(): Promise<Connection> {
  connection = open(await readConfiguration());
  return connection;
}

/** What `connect` has opened. */
export function firebase(): Connection {
  if (!connection) throw new Error('Firebase is used before it is connected.');
  return connection;
}

function open({ emulators: isLocal = false, demoAgents = [], ...options }: Configuration): Connection {
  const { origin, hostname, port, host } = location;
  // The page's own origin serves /__/auth: browsers keep what another site stores from the sign-in.
  const app = initializeApp({ ...options, authDomain: isLocal ? (options.authDomain ?? host) : host });
  const auth = initializeAuth(app, { persistence: [indexedDBLocalPersistence, browserLocalPersistence] });
  // Whenever a listener begins, the SDK looks through all documents that it keeps of the collection: by default, all it
  // has ever seen. In a list that was scrolled far down that takes longer than the eye forgives.
  const localCache = memoryLocalCache({ garbageCollector: memoryEagerGarbageCollector() });
  const db = initializeFirestore(app, { localCache });
  const functions = getFunctions(app, `${origin}/api`);
  if (isLocal) {
    connectAuthEmulator(auth, origin, { disableWarnings: true });
    connectFirestoreEmulator(db, hostname, Number(port));
  }
  return { app, auth, db, functions, demoAgents, isLocal };
}
