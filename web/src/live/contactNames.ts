import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { doc } from 'firebase/firestore';
import { firebase } from '../firebase/connect.ts';
import { currentAgent } from '../firebase/session.ts';
import { type Contact, readContact } from '../model/contact.ts';
import { listenToDocument } from './listen.ts';

/** Listened to at a time: some screens full. A name that was known stays, in case its row is shown again. */
const MOST = 60;

/** Rows that fly past meanwhile are not asked for. */
const PAUSE_MS = 100;

type Name = Contact | null | undefined;

const names = new Map<string, Signal<Name>>();
/** What ends each listener; the one that was wanted last is at the end. */
const listeners = new Map<string, () => void>();
let wanted: readonly string[] = [];
let pause: ReturnType<typeof setTimeout> | undefined;
let owner = '';

/** A contact as far as it is known: undefined before it is, null where there is none. */
export function contactOf(contactId: string): ReadonlySignal<Name> {
  return signalOf(contactId);
}

/**
 * Listens to these contacts, until others are wanted more. One by one, although a query could name thirty: a contact
 * whose conversation is open is then listened to once, and rows come and go one by one.
 */
export function wantContacts(contactIds: readonly string[]): void {
  wanted = contactIds;
  if (pause !== undefined) return;
  settle();
  pause = setTimeout(() => {
    pause = undefined;
    settle();
  }, PAUSE_MS);
}

/** Listens to none of them any longer. */
export function releaseContacts(): void {
  clearTimeout(pause);
  pause = undefined;
  wanted = [];
  for (const stop of listeners.values()) stop();
  listeners.clear();
}

function settle(): void {
  for (const id of wanted) {
    const stop = listeners.get(id) ?? listen(id);
    listeners.delete(id);
    listeners.set(id, stop);
  }
  for (const [id, stop] of [...listeners].slice(0, -MOST)) {
    stop();
    listeners.delete(id);
  }
}

const listen = (id: string): (() => void) =>
  listenToDocument(
    doc(firebase().db, 'contacts', id),
    readContact,
  )((live) => {
    if (live.state === 'ready') signalOf(id).value = live.value;
  });

function signalOf(id: string): Signal<Name> {
  forgetOthers();
  const before = names.get(id);
  if (before) return before;
  const fresh = signal<Name>(undefined);
  names.set(id, fresh);
  return fresh;
}

/** What another agent knew is not shown to the one who signs in after them. */
function forgetOthers(): void {
  const { uid } = currentAgent();
  if (owner !== uid) names.clear();
  owner = uid;
}
