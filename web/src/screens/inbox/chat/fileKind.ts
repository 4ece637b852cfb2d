import type { Attachment } from '../../../model/message.ts';
import { plain } from '../../../words/plain.ts';

export type FileKind =
  | 'image'
  | 'pdf'
  | 'text'
  | 'sheet'
  | 'slides'
  | 'sound'
  | 'film'
  | 'archive'
  | 'date'
  | 'page'
  | 'program'
  | 'other';

/** A name in two: the end tells what a computer makes of it, whatever stands before. */
export interface FileName {
  readonly stem: string;
  /** With its dot; empty where it has none. */
  readonly extension: string;
}

export function fileNameOf(written: string): FileName {
  const name = plain(written).replace(/\s+/g, ' ').trim();
  const extension = /\.[^.\s]{1,16}$/.exec(name)?.[0] ?? '';
  return { stem: name.slice(0, name.length - extension.length), extension };
}

const EXTENSIONS: readonly (readonly [FileKind, string])[] = [
  ['image', 'png jpg jpeg gif webp bmp heic tif tiff'],
  ['pdf', 'pdf'],
  ['text', 'txt doc docx odt rtf md pages'],
  ['sheet', 'xls xlsx ods csv tsv numbers'],
  ['slides', 'ppt pptx odp key'],
  ['sound', 'mp3 wav m4a ogg flac'],
  ['film', 'mp4 mov avi mkv webm'],
  ['archive', 'zip rar 7z gz tar bz2 xz'],
  ['date', 'ics vcs'],
  ['page', 'html htm xhtml svg xml mht mhtml'],
  ['program', 'exe msi bat cmd com scr pif js jse vbs vbe wsf wsh ps1 jar app dmg pkg deb rpm sh apk'],
  ['program', 'lnk url hta iso img vhd reg docm xlsm pptm'],
];
const KINDS: ReadonlyMap<string, FileKind> = new Map(
  EXTENSIONS.flatMap(([kind, extensions]) =>
    extensions.split(' ').map((extension) => [`.${extension}`, kind] as const),
  ),
);

/** What a computer would make of it: by the name's end, which decides what opens it, and else by what the mail calls it. */
export function fileKindOf({ filename, mimeType }: Pick<Attachment, 'filename' | 'mimeType'>): FileKind {
  const { extension } = fileNameOf(filename);
  const known = KINDS.get(extension.toLowerCase());
  if (known) return known;
  if (extension !== '') return 'other';
  if (mimeType === 'application/pdf') return 'pdf';
  if (mimeType.startsWith('image/') && mimeType !== 'image/svg+xml') return 'image';
  return mimeType === 'text/plain' ? 'text' : 'other';
}

/** What browsers show and do not run; everything else is saved, never opened. */
const SHOWN = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'application/pdf',
  'text/plain',
]);

/** The type that it can be opened as in a tab; null where it can only be saved. */
export function openableType(file: Pick<Attachment, 'filename' | 'mimeType'>): string | null {
  const kind = fileKindOf(file);
  if (kind === 'program' || kind === 'page') return null;
  return SHOWN.has(file.mimeType) ? file.mimeType : null;
}

/** The raster images that a mail can show inside itself. */
const PICTURES = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/bmp']);
export const isPicture = (mimeType: string): boolean => PICTURES.has(mimeType);
