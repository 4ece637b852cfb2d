import { signal } from '@preact/signals';
import { signOut } from '../../firebase/session.ts';
import { handingOver } from '../../live/handingOver.ts';

/** Whether somebody is asked if they mean to sign out. */
export const isAsked = signal(false);

/** At once, unless a mail is on its way: what becomes of it would not be told before they sign in again. */
export function askToSignOut(): void {
  if (handingOver.peek() > 0) isAsked.value = true;
  else void leave();
}

export async function leave(): Promise<void> {
  isAsked.value = false;
  await signOut();
}

export function stay(): void {
  isAsked.value = false;
}
