import { signal } from '@preact/signals';
import {
  onAuthStateChanged,
  signInWithCustomToken,
  signOut as signOutOfFirebase,
  type User,
} from 'firebase/auth';
import { doc, onSnapshot } from 'firebase/firestore';
import { readAgent, type SignedInAgent } from '../model/agent.ts';
import type { DemoAgent } from './configuration.ts';
import { connect, firebase } from './connect.ts';

export type Session =
  | { readonly state: 'starting' }
  | { readonly state: 'failed'; readonly message: string }
  | { readonly state: 'signedOut' }
  /** Known to Firebase, but nobody has made them an agent. */
  | { readonly state: 'stranger'; readonly uid: string; readonly email: string }
  | { readonly state: 'signedIn'; readonly agent: SignedInAgent };

export const session = signal<Session>({ state: 'starting' });

/** Follows who is signed in, and which locations their own document gives them. */
export async function startSession(): Promise<void> {
  try {
    const { auth } = await connect();
    let stopReading = () => {};
    onAuthStateChanged(auth, (user) => {
      stopReading();
      stopReading = () => {};
      if (user) stopReading = followAgent(user);
      else session.value = { state: 'signedOut' };
    });
  } catch (error) {
    session.value = { state: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

function followAgent(user: User): () => void {
  const stranger: Session = { state: 'stranger', uid: user.uid, email: user.email ?? '' };
  return onSnapshot(
    doc(firebase().db, 'users', user.uid),
    (snapshot) => {
      const agent = readAgent(user.uid, user.displayName, snapshot.data());
      // From the cache it is not known to be missing: the browser may be offline.
      if (agent) session.value = { state: 'signedIn', agent };
      else if (!snapshot.metadata.fromCache) session.value = stranger;
    },
    () => {
      session.value = stranger;
    },
  );
}

/** Opens Google's window. @throws where the person closes it, or the browser blocks it */
export async function signInWithGoogle(): Promise<void> {
  const { browserPopupRedirectResolver, GoogleAuthProvider, signInWithPopup } = await import('firebase/auth');
  await signInWithPopup(firebase().auth, new GoogleAuthProvider(), browserPopupRedirectResolver);
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
