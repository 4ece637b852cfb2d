import { type Signal, signal } from '@preact/signals';
import type { Place } from '../sending/place.ts';
import { type Draft, isEmpty, outdated, readDraft } from './draft.ts';

/**
 * Drafts are kept in this browser, each agent's apart, and written before anybody waits: what is typed is there after
 * a reload, and a mail that is being sent is known to be before it leaves. Other tabs hear of each change.
 */
export interface KeptDraft {
  readonly draft: Draft | undefined;
  /** Rises when what is shown has to be drawn anew: another tab has changed it, or it is sent. */
  readonly edition: number;
  /** False where the browser had no room: it is gone when the page is. */
  readonly isKept: boolean;
}

const PREFIX = 'draft';
/** In characters; a longer one would push the others out. */
const LONGEST = 400_000;

const kept = new Map<string, Signal<KeptDraft>>();

const storageKey = ({ uid, key }: Place): string => `${PREFIX} ${uid} ${key}`;

/** The draft of a conversation, or of a new mail, live. */
export function draftOf(place: Place): Signal<KeptDraft> {
  const path = storageKey(place);
  const known = kept.get(path);
  if (known) return known;
  const found = signal<KeptDraft>({ draft: load(path), edition: 0, isKept: true });
  kept.set(path, found);
  return found;
}

/** An empty one is known in this tab alone. */
export function keepDraft(place: Place, draft: Draft | undefined): void {
  const at = draftOf(place);
  const { edition } = at.peek();
  const isKept = save(storageKey(place), draft && isEmpty(draft) ? undefined : draft);
  at.value = { draft, edition: draft ? edition : edition + 1, isKept };
}

/** As it is kept now, whatever this tab has heard. One that could not be kept is known here alone. */
export function rereadDraft(place: Place): Draft | undefined {
  const { draft, isKept } = draftOf(place).peek();
  return isKept ? load(storageKey(place)) : draft;
}

/** The agent's drafts whose sending began before a time, by their keys. */
export const draftsSentBefore = (uid: string, time: number): readonly string[] =>
  pathsOf(uid).flatMap(({ path, key }) => ((load(path)?.attempt?.at ?? time) < time ? [key] : []));

/** Drops what is too old or too many; the answer are all files that are still wanted. */
export function sweepDrafts(uid: string): ReadonlySet<string> {
  const drafts = new Map(pathsOf(uid).map(({ path }) => [path, load(path)]));
  for (const path of outdated(drafts, Date.now())) {
    save(path, undefined);
    drafts.delete(path);
  }
  const held = [...kept.values()].map((each) => each.peek().draft);
  const wanted = [...drafts.values(), ...held].flatMap((draft) => [
    ...(draft?.files ?? []),
    ...(draft?.attempt?.mail.files ?? []),
  ]);
  return new Set(wanted.map(({ fileId }) => fileId));
}

function pathsOf(uid: string): readonly { path: string; key: string }[] {
  const prefix = storageKey({ uid, key: '' });
  try {
    return Object.keys(localStorage)
      .filter((path) => path.startsWith(prefix))
      .map((path) => ({ path, key: path.slice(prefix.length) }));
  } catch {
    return [];
  }
}

function load(path: string): Draft | undefined {
  try {
    return readDraft(localStorage.getItem(path), Date.now());
  } catch {
    // A browser may forbid its storage altogether.
    return undefined;
  }
}

function save(path: string, draft: Draft | undefined): boolean {
  try {
    if (draft === undefined) {
      localStorage.removeItem(path);
      return true;
    }
    const written = JSON.stringify(draft);
    // What was kept last stays: better than nothing.
    if (written.length > LONGEST) return false;
    localStorage.setItem(path, written);
    return true;
  } catch {
    return false;
  }
}

/** Another tab has changed or sent it, or thrown it away. A cleared storage is no tab's doing, and what is written here stays. */
window.addEventListener('storage', ({ key, newValue, storageArea }) => {
  if (key === null || storageArea !== localStorage) return;
  const at = kept.get(key);
  if (!at) return;
  const draft = readDraft(newValue, Date.now());
  const { draft: before, edition } = at.peek();
  const isDrawn = draft !== undefined && draft.html === before?.html;
  at.value = { draft, edition: isDrawn ? edition : edition + 1, isKept: true };
});
