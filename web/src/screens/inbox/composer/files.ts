import { plain } from '../../../words/plain.ts';
import { sizeInWords } from '../../../words/size.ts';

/** Bytes of all files together: what the server, and Gmail, takes. */
export const MOST_BYTES = 25_000_000;
export const MOST_FILES = 100;

/** A file that goes with a mail; its bytes are kept apart. */
export interface DraftFile {
  readonly fileId: string;
  readonly filename: string;
  readonly mimeType: string;
  /** Bytes. */
  readonly size: number;
}

type Sized = Pick<DraftFile, 'size'>;

export const bytesOf = (files: readonly Sized[]): number => files.reduce((sum, { size }) => sum + size, 0);

/** Why these cannot be added, before anything of them is read; undefined where they can. */
export function tooMuch(present: readonly Sized[], added: readonly Sized[]): string | undefined {
  if (present.length + added.length > MOST_FILES)
    return `A mail takes ${MOST_FILES} files at most. Nothing was added.`;
  const bytes = bytesOf(present) + bytesOf(added);
  if (bytes <= MOST_BYTES) return undefined;
  const most = `larger than the ${sizeInWords(MOST_BYTES)} that Gmail takes`;
  return present.length + added.length === 1
    ? `This file is ${most}. Send a link to it instead.`
    : `Together the files would be ${most}. Nothing was added: send a link instead.`;
}

/** One line without a path, which the server takes, and whose end, where the kind of file stands, is kept. */
export function filenameOf(written: string): string {
  const name = plain(written.replace(/^.*[\\/]/s, '')).trim();
  const [letters, kept] = [[...name], 120];
  if (letters.length <= kept) return name || 'file';
  const end = /\.[\p{L}\p{N}]{1,10}$/u.exec(name)?.[0] ?? '';
  return `${letters.slice(0, kept - end.length).join('')}${end}`;
}

/** As the server takes it: without parameters, and of unknown kind where the browser knows none. */
export function mimeTypeOf(written: string): string {
  const type = written.replace(/;.*$/s, '').trim().toLowerCase();
  return /^[\w!#$&^.+-]{1,100}\/[\w!#$&^.+-]{1,100}$/.test(type) ? type : 'application/octet-stream';
}
