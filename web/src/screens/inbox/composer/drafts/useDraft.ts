import { useRef } from 'preact/hooks';
import type { Place } from '../sending/place.ts';
import type { Draft } from './draft.ts';
import { draftOf, keepDraft } from './draftStore.ts';

export interface EditedDraft {
  readonly draft: Draft;
  /** Whether there is one besides what every mail here begins with. */
  readonly isBegun: boolean;
  /** With another one, what is shown is drawn anew. */
  readonly edition: number;
  readonly isKept: boolean;
  /** As it is at this moment. */
  readonly current: () => Draft;
  /** Nothing while it is being sent. */
  readonly edit: (change: Partial<Draft>) => void;
}

/** What is written at a place, live; `begin` gives what it begins with, anew whenever `key` changes. */
export function useDraft(place: Place, key: string, begin: () => Draft): EditedDraft {
  const { draft: kept, edition, isKept } = draftOf(place).value;
  const begun = useRef<{ key: string; draft: Draft }>();
  const now = `${edition} ${key}`;
  if (begun.current?.key !== now) begun.current = { key: now, draft: begin() };
  const { draft: beginning } = begun.current;
  const current = () => draftOf(place).peek().draft ?? beginning;
  const edit = (change: Partial<Draft>) => {
    const before = current();
    if (!before.attempt) keepDraft(place, { ...before, ...change, changedAt: Date.now() });
  };
  return { draft: kept ?? beginning, isBegun: kept !== undefined, edition, isKept, current, edit };
}
