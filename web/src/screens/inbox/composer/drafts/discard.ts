import { type Place, setRefusal } from '../sending/place.ts';
import { draftOf, keepDraft } from './draftStore.ts';
import { dropFiles } from './fileStore.ts';

/** Forgets a draft, and its files. One that is being sent stays. */
export function discard(place: Place): void {
  const { draft } = draftOf(place).peek();
  if (draft?.attempt) return;
  setRefusal(place, undefined);
  keepDraft(place, undefined);
  void dropFiles(
    place.uid,
    (draft?.files ?? []).map(({ fileId }) => fileId),
  );
}
