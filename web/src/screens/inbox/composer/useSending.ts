import { useEffect, useRef } from 'preact/hooks';
import type { Draft } from './drafts/draft.ts';
import { draftOf } from './drafts/draftStore.ts';
import { nameOf, type Place, show, underWay } from './sending/place.ts';
import { resume } from './sending/sendMail.ts';

interface Watched {
  readonly onSent: () => void;
  /** Whether leaving the page would lose what is written. */
  readonly mayBeLost: boolean;
}

/** While a mail is shown: sees its sending through, and keeps people from losing what is written. */
export function useSending(place: Place, draft: Draft, { onSent, mayBeLost }: Watched): void {
  const { uid, key } = place;
  const isBeingSent = draft.attempt !== null;
  const isUntold = isBeingSent && draft.attempt?.doubt === null;

  useEffect(() => show({ uid, key }), [uid, key]);

  // Begun by another tab, or before the page was loaded: whoever is first sees to it.
  useEffect(() => {
    if (isUntold && !underWay.peek().has(nameOf({ uid, key }))) void resume({ uid, key });
  }, [isUntold, uid, key]);

  const wasBeingSent = useRef(isBeingSent);
  useEffect(() => {
    const isGone = draftOf({ uid, key }).peek().draft === undefined;
    if (wasBeingSent.current && !isBeingSent && isGone) onSent();
    wasBeingSent.current = isBeingSent;
  });

  useEffect(() => {
    if (!mayBeLost) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [mayBeLost]);
}
