import { signal } from '@preact/signals';
import {
  onAuthStateChanged,
  signInWithCustomToken,
  signOut as signOutOfFirebase,
  type User,
} from 'firebase/auth';
import { type DocumentSnapshot, doc, type FirestoreError, onSnapshot } from 'firebase/firestore';
import { readAgent, type SignedInAgent } from '../model/agent.ts';
import type { DemoAgent } from './configuration.ts';
import { connect, firebase } from './connect.ts';
import { listenAgain } from './listenAgain.ts';
import { type Session, type Stranger, sessionAfterFailure } from './sessionState.ts';

export const session = signal<Session>({ state: 'starting' });

/** Follows who is signed in, and which locations their own document gives them. */
export async function startSession(): Promise<void> {
  try {
    const { auth } = await connect();
    let stopReading = () => {};
    onAuthStateChanged(auth, (user) => {
      stopReading();
      stopReading = () => {};
      // Nothing of whoever was signed in before stays on the screen of the next one.
      session.value = user ? { state: 'starting' } : { state: 'signedOut' };
      if (user) stopReading = followAgent(user);
    });
  } catch (error) {
    session.value = { state: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

/** For as long as they are signed in: whoever is no agent yet may be made one while they wait. */
function followAgent(user: User): () => void {
  const stranger: Stranger = { state: 'stranger', uid: user.uid, email: user.email ?? '' };
  return listenAgain<DocumentSnapshot, FirestoreError>(
    (tell, fail) => onSnapshot(doc(firebase().db, 'users', user.uid), tell, fail),
    (snapshot) => {
      const agent = readAgent(user.uid, user.displayName, snapshot.data());
      // From the cache it is not known to be missing: the browser may be offline.
      if (agent) session.value = { state: 'signedIn', agent };
      else if (!snapshot.metadata.fromCache) session.value = stranger;
    },
    ({ code }) => {
      session.value = sessionAfterFailure(session.value, code, stranger);
    },
  );
}

/** Opens Google's window. @throws where the person closes it, or the browser blocks it */
export async function signInWithGoogle(): Promise<void> {
  const { browserPopupRedirectResolver, GoogleAuthProvider, signInWithPopup } = await import('firebase/auth');
  // Whoever has left chooses anew, and is not taken for the one who was here last.
  const provider = new GoogleAuthProvider().setCustomParameters({ prompt: 'select_account' });
  await signInWithPopup(firebase().auth, provider, browserPopupRedirectResolver);
}

/** The Auth emulator takes a token that nobody has signed; Firebase itself does not. */
export async function signInAsDemo({ uid }: DemoAgent): Promise<void> {
  await signInWithCustomToken(firebase().auth, JSON.stringify({ uid }));
}

export const signOut = (): Promise<void> => signOutOfFirebase(firebase().auth);

/** Of the signed-in agent; screens are shown to nobody else. */
export function currentAgent(): SignedInAgent {
  const now = session.value;
  if (now.state !== 'signedIn') throw new Error('Nobody is signed in.');
  return now.agent;
}

/**
 * Whether the agent works where this belongs. A listener that was allowed to begin goes on for a while after a location
 * was taken from them; what is shown follows their own document at once.
 */
export const isOurs = ({ locationId }: { readonly locationId: string }): boolean =>
  currentAgent().locationIds.includes(locationId);
