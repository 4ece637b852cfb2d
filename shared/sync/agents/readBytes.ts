import {
  HTML_TOO_LONG,
  MOST_BYTES,
  NO_HTML,
  TOO_MANY_PARTS,
  tooLarge,
} from '../../domain/advice/attachmentAdvice.ts';
import { findAttachment } from '../../domain/content/attachments.ts';
import { PARTS_APART } from '../../domain/content/limits.ts';
import { partsApart, wholeBody } from '../../domain/content/wholeBody.ts';
import type { GmailMessage, MessagePart } from '../../domain/gmail.ts';
import type { GmailMessageId } from '../../domain/ids.ts';
import type { AttachmentMetadata } from '../../domain/message.ts';
import type { Gmail } from '../../ports/gmail.ts';

/** What is asked for of a mail: a file that it lists, or its whole body as text or as html. */
export type Wanted =
  | { readonly type: 'attachment'; readonly listed: AttachmentMetadata }
  | { readonly type: 'text' | 'html' };

export type ReadBytes =
  | {
      readonly outcome: 'read';
      readonly filename: string;
      readonly mimeType: string;
      readonly bytes: Uint8Array;
    }
  /** The mail has no such part. */
  | { readonly outcome: 'unlike' }
  /** Wherever the mail is, it cannot be given. */
  | { readonly outcome: 'refused'; readonly advice: string };

/**
 * Reads one copy of a mail: a get for the part ids of this moment, and a get for each part that Gmail keeps apart. That
 * is 40 units for an attachment, and up to 120 for a body.
 * @throws SyncError messageGone and what else Gmail's calls throw
 */
export async function readBytes(gmail: Gmail, id: GmailMessageId, wanted: Wanted): Promise<ReadBytes> {
  const message = await gmail.getMessage(id);
  return wanted.type === 'attachment'
    ? readAttachment(gmail, message, wanted.listed)
    : readBody(gmail, message, wanted.type);
}

/** The id stands for the listed file only in mails that are alike: the size tells where it is another part's. */
async function readAttachment(
  gmail: Gmail,
  { id, payload }: GmailMessage,
  { attachmentId, filename, mimeType, size }: AttachmentMetadata,
): Promise<ReadBytes> {
  const part = findAttachment(payload, attachmentId);
  if (!part || part.body.size !== size) return { outcome: 'unlike' };
  return given({ filename, mimeType, bytes: await bytesOf(gmail, id, part) });
}

async function readBody(
  gmail: Gmail,
  { id, payload }: GmailMessage,
  type: 'text' | 'html',
): Promise<ReadBytes> {
  const apart = partsApart(payload);
  if (apart.length > PARTS_APART) return { outcome: 'refused', advice: TOO_MANY_PARTS };
  const size = apart.reduce((sum, { body }) => sum + body.size, 0);
  if (size > MOST_BYTES) return { outcome: 'refused', advice: tooLarge(size) };
  const bytes = new Map<MessagePart, Uint8Array>();
  for (const part of apart) bytes.set(part, await bytesOf(gmail, id, part));
  const { text, html, complete } = wholeBody(payload, bytes);
  if (!complete) return { outcome: 'refused', advice: TOO_MANY_PARTS };
  if (type === 'text')
    return given({
      filename: 'message.txt',
      mimeType: 'text/plain; charset=utf-8',
      bytes: Buffer.from(text),
    });
  if (html === null) return { outcome: 'refused', advice: NO_HTML };
  if (html === undefined) return { outcome: 'refused', advice: HTML_TOO_LONG };
  return given({ filename: 'message.html', mimeType: 'text/html; charset=utf-8', bytes: Buffer.from(html) });
}

/** Small ones come with the mail. */
async function bytesOf(gmail: Gmail, id: GmailMessageId, { body }: MessagePart): Promise<Uint8Array> {
  if (body.data !== undefined || body.attachmentId === undefined)
    return Buffer.from(body.data ?? '', 'base64url');
  return gmail.getAttachment(id, body.attachmentId);
}

function given(file: { filename: string; mimeType: string; bytes: Uint8Array }): ReadBytes {
  const { byteLength } = file.bytes;
  return byteLength > MOST_BYTES
    ? { outcome: 'refused', advice: tooLarge(byteLength) }
    : { outcome: 'read', ...file };
}
