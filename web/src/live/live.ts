import type { FirestoreError } from 'firebase/firestore';

/** What a listener knows. While offline, what was there stays. */
export type Live<Value> =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly value: Value }
  | { readonly state: 'failed'; readonly message: string };

export const LOADING: Live<never> = { state: 'loading' };
export const ready = <Value>(value: Value): Live<Value> => ({ state: 'ready', value });

/** As a person is told it. */
export function failed({ code }: Pick<FirestoreError, 'code'>): Live<never> {
  const message =
    code === 'permission-denied'
      ? 'This is not yours to see, or no longer.'
      : 'This could not be loaded. Reload the page to try again.';
  return { state: 'failed', message };
}

/** What is known, once it is. */
export const known = <Value>(live: Live<Value>): Value | undefined =>
  live.state === 'ready' ? live.value : undefined;
