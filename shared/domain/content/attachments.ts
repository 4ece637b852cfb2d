import type { MessagePart } from '../gmail.ts';
import type { AttachmentMetadata } from '../message.ts';
import { cleanLine, cutToBytes } from './cleanText.ts';
import { readFilename } from './filename.ts';
import { headerValue } from './headers.ts';
import { ATTACHMENTS, NAME_BYTES } from './limits.ts';
import { readMessageId } from './messageIds.ts';
import { sortParts } from './sortParts.ts';

/**
 * What is told of the attachments; their bytes stay in Gmail. Inline are those that the html shows: what the
 * sender calls inline may be shown nowhere, and would be lost if it was not listed.
 */
export function readAttachments(
  parts: readonly MessagePart[],
  html: string | null,
): readonly AttachmentMetadata[] {
  const shown = shownInside(html ?? '');
  return parts.slice(0, ATTACHMENTS).map((part) => {
    const mimeType = readMimeType(part.mimeType);
    const contentId = cutToBytes(readMessageId(headerValue(part.headers, 'Content-ID')), NAME_BYTES) || null;
    return {
      attachmentId: attachmentIdOf(part),
      filename: readFilename(part, mimeType),
      mimeType,
      size: Number.isSafeInteger(part.body.size) ? Math.max(part.body.size, 0) : 0,
      contentId,
      inline: contentId !== null && shown.has(contentId),
    };
  });
}

/** The part that an attachment's id stands for, to ask Gmail for its bytes. */
export function findAttachment(payload: MessagePart, attachmentId: string): MessagePart | undefined {
  return sortParts(payload).attachments.find((part) => attachmentIdOf(part) === attachmentId);
}

/** Gmail gives the outermost part no id; it is an attachment where the mail is nothing but a file. */
const attachmentIdOf = (part: MessagePart) => cutToBytes(cleanLine(part.partId), NAME_BYTES) || 'root';

const MIME_TYPE = /^[\w!#$&^.+-]{1,100}\/[\w!#$&^.+-]{1,100}$/;

function readMimeType(value: string): string {
  const type = value.trim().toLowerCase();
  return MIME_TYPE.test(type) ? type : 'application/octet-stream';
}

/** The Content-IDs of the images in sanitised html, where a source is always between double quotes. */
function shownInside(html: string): ReadonlySet<string> {
  return new Set([...html.matchAll(/ src="cid:([^"]*)"/gi)].map(([, cid]) => decodeCid(cid ?? '')));
}

function decodeCid(cid: string): string {
  const written = cid.replace(/&lt;|&gt;/g, '').replace(/&amp;/g, '&');
  try {
    return decodeURIComponent(written);
  } catch {
    return written;
  }
}
