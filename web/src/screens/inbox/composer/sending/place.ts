import { type ReadonlySignal, signal } from '@preact/signals';
import type { Verdict } from './verdict.ts';

/** Where a mail is written: by which agent, and in which conversation or as which new mail. */
export interface Place {
  readonly uid: string;
  readonly key: string;
}

/** A new mail is one of the contact's that it was begun for. */
export const replyPlace = (uid: string, conversationId: string): Place => ({
  uid,
  key: `reply ${conversationId}`,
});
export const newMailPlace = (uid: string, contactId: string | undefined): Place => ({
  uid,
  key: contactId === undefined ? 'new' : `new ${contactId}`,
});

export const nameOf = ({ uid, key }: Place): string => `${uid} ${key}`;

const flights = signal<ReadonlySet<string>>(new Set());
const problems = signal<ReadonlyMap<string, Verdict>>(new Map());
const shown = new Set<string>();

/** Where this page has something on its way at this moment. */
export const underWay: ReadonlySignal<ReadonlySet<string>> = flights;

/** Why nothing was sent from a place, until it is changed or sent again. */
export const refusals: ReadonlySignal<ReadonlyMap<string, Verdict>> = problems;

export function setUnderWay(place: Place, isUnderWay: boolean): void {
  const next = new Set(flights.peek());
  if (isUnderWay) next.add(nameOf(place));
  else next.delete(nameOf(place));
  flights.value = next;
}

export function setRefusal(place: Place, verdict: Verdict | undefined): void {
  const next = new Map(problems.peek());
  if (verdict) next.set(nameOf(place), verdict);
  else if (!next.delete(nameOf(place))) return;
  problems.value = next;
}

/** While a place is shown, it tells itself what comes of its mail. */
export function show(place: Place): () => void {
  shown.add(nameOf(place));
  return () => shown.delete(nameOf(place));
}

export const isShown = (place: Place): boolean => shown.has(nameOf(place));
