import { signal } from '@preact/signals';
import { type DraftFile, filenameOf, mimeTypeOf } from '../files.ts';
import { nameOf, type Place } from '../sending/place.ts';
import { draftOf, keepDraft } from './draftStore.ts';
import { dropFiles, keepFile } from './fileStore.ts';

/** Files that this browser had no room for: they are there until the page is left. */
export const heldFiles = signal<ReadonlySet<string>>(new Set());

const copying = new Map<string, Set<Promise<void>>>();

/** What stands in a draft of files that are chosen; nothing of them is read yet. */
export const draftFilesOf = (files: readonly File[]): readonly DraftFile[] =>
  files.map(({ name, type, size }) => ({
    fileId: crypto.randomUUID(),
    filename: filenameOf(name),
    mimeType: mimeTypeOf(type),
    size,
  }));

/** Copies the files of a draft that names them already. `tell` hears of each that cannot be read. */
export function copyFiles(
  place: Place,
  files: readonly { readonly file: File; readonly draftFile: DraftFile }[],
  tell: (draftFile: DraftFile) => void,
): void {
  for (const { file, draftFile } of files) {
    const done = copyFile(place, file, draftFile, tell).finally(() => all.delete(done));
    const all = copying.get(nameOf(place)) ?? new Set();
    copying.set(nameOf(place), all.add(done));
  }
}

/** Once all that was added is read, or known to be unreadable. */
export async function filesCopied(place: Place): Promise<void> {
  await Promise.all(copying.get(nameOf(place)) ?? []);
}

async function copyFile(
  place: Place,
  file: File,
  draftFile: DraftFile,
  tell: (draftFile: DraftFile) => void,
): Promise<void> {
  const { fileId } = draftFile;
  const outcome = await keepFile(place.uid, fileId, file);
  if (outcome === 'thisPage') heldFiles.value = new Set([...heldFiles.peek(), fileId]);
  if (outcome !== 'unreadable') return;
  removeFile(place, fileId);
  tell(draftFile);
}

export function removeFile(place: Place, fileId: string): void {
  const { draft } = draftOf(place).peek();
  if (draft?.attempt) return;
  if (draft) keepDraft(place, { ...draft, files: draft.files.filter((each) => each.fileId !== fileId) });
  void dropFiles(place.uid, [fileId]);
}
