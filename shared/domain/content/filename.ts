import libmime from 'libmime';
import type { MessagePart } from '../gmail.ts';
import { cutToBytes } from './cleanText.ts';
import { decodeHeaderText, structuredHeader } from './headers.ts';
import { NAME_BYTES } from './limits.ts';

/** A name under which the attachment can be offered and saved anywhere: no folder, nothing invisible. */
export function readFilename(part: MessagePart, mimeType: string): string {
  return safeFilename(writtenName(part)) || `attachment.${libmime.detectExtension(mimeType)}`;
}

function writtenName(part: MessagePart): string {
  const disposition = structuredHeader(part.headers, 'Content-Disposition').params['filename'];
  const type = structuredHeader(part.headers, 'Content-Type').params['name'];
  return decodeHeaderText(part.filename || disposition || type || '', NAME_BYTES * 4);
}

/** Characters that turn the reading direction make `exe.pdf` of `fdp.exe`. */
const INVISIBLE = /\p{Cf}/gu;
const UNSAFE = /[<>:"|?*]/g;
const EXTENSION = /\.[^.\s]{1,16}$/;

function safeFilename(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  const safe = last
    .replace(INVISIBLE, '')
    .replace(UNSAFE, '_')
    .replace(/^[.\s]+/, '')
    .replace(/[.\s]{1,99}$/, '');
  const extension = EXTENSION.exec(safe)?.[0] ?? '';
  const stem = safe.slice(0, safe.length - extension.length);
  return cutToBytes(stem, NAME_BYTES - 4 * extension.length) + extension;
}
