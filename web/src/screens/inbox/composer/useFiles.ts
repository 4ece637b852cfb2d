import { useState } from 'preact/hooks';
import { plain } from '../../../words/plain.ts';
import { copyFiles, draftFilesOf, removeFile } from './drafts/addFiles.ts';
import type { EditedDraft } from './drafts/useDraft.ts';
import { type DraftFile, tooMuch } from './files.ts';
import type { Place } from './sending/place.ts';

export interface Files {
  /** Why the last ones were not added. */
  readonly problem: string | undefined;
  readonly add: (files: readonly File[]) => void;
  readonly remove: (fileId: string) => void;
  readonly tell: (problem: string | undefined) => void;
}

/** Files of a draft: their sizes are looked at before anything of them is read. */
export function useFiles(place: Place, { current, edit }: EditedDraft): Files {
  const [problem, tell] = useState<string>();
  const tellUnreadable = ({ filename }: DraftFile) =>
    tell(`“${plain(filename)}” cannot be read. If it is a folder, pack it into one file first.`);
  const add = (files: readonly File[]) => {
    const { files: present, attempt } = current();
    if (attempt || files.length === 0) return;
    const added = draftFilesOf(files);
    const refused = tooMuch(present, added);
    tell(refused);
    if (refused !== undefined) return;
    edit({ files: [...present, ...added] });
    const pairs = added.flatMap((draftFile, index) => {
      const file = files[index];
      return file ? [{ file, draftFile }] : [];
    });
    copyFiles(place, pairs, tellUnreadable);
  };
  const remove = (fileId: string) => {
    tell(undefined);
    removeFile(place, fileId);
  };
  return { problem, add, remove, tell };
}

/** What is pasted as files, unless it is text that brings a picture of itself along. */
export function pastedFiles({ clipboardData }: ClipboardEvent): readonly File[] {
  if (!clipboardData) return [];
  const { files, types } = clipboardData;
  return types.includes('text/html') && types.includes('text/plain') ? [] : [...files];
}

export const holdsFiles = ({ dataTransfer }: DragEvent): boolean =>
  dataTransfer?.types.includes('Files') === true;
