import { signal } from '@preact/signals';
import { currentAgent, signOut } from '../../firebase/session.ts';
import { handingOver } from '../../live/handingOver.ts';

/** Whether somebody is asked if they mean to sign out. */
export const isAsked = signal(false);

export const isSending = (): boolean => handingOver.value.includes(currentAgent().uid);

/** At once, unless this page has a mail of theirs on its way: they would not be told what becomes of it. */
export function askToSignOut(): void {
  if (isSending()) isAsked.value = true;
  else void signOut();
}

export function stay(): void {
  isAsked.value = false;
}
