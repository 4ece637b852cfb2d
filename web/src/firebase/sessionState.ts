import type { SignedInAgent } from '../model/agent.ts';

export interface Stranger {
  readonly state: 'stranger';
  readonly uid: string;
  readonly email: string;
}

export type Session =
  | { readonly state: 'starting' }
  | { readonly state: 'failed'; readonly message: string }
  | { readonly state: 'signedOut' }
  /** Known to Firebase, but nobody has made them an agent. */
  | Stranger
  | { readonly state: 'signedIn'; readonly agent: SignedInAgent };

/**
 * Who somebody is once their own document cannot be listened to. Only a refusal says anything about them: after any other
 * failure what is known stays.
 */
export function sessionAfterFailure(before: Session, code: string, stranger: Stranger): Session {
  if (code === 'permission-denied') return stranger;
  if (before.state !== 'starting') return before;
  return {
    state: 'failed',
    message: 'Your account could not be looked up. This page tries again by itself.',
  };
}
