import { signal } from '@preact/signals';
import type { Contact } from '../../../model/contact.ts';

/** A mail that begins no answer: to a contact, or to whomever the agent then names. */
export interface NewMailFor {
  readonly contact?: Contact | undefined;
  /** Whose contacts are found first. */
  readonly locationId?: string | undefined;
}

/** The new mail that is written at this moment; null where none is. */
export const composing = signal<NewMailFor | null>(null);

export function composeNew(forWhom: NewMailFor = {}): void {
  composing.value = forWhom;
}

/** Closes the window; what is written is kept. */
export function closeNew(): void {
  composing.value = null;
}

/** That somebody pressed "Reply" under a message; null once the composer has heard of it. */
export const answering = signal<{ readonly messageId: string } | null>(null);

/** Opens the composer for an answer to this message. */
export function answerMessage(messageId: string): void {
  answering.value = { messageId };
}
