import { randomBytes } from 'node:crypto';
import iconv from 'iconv-lite';
import libmime from 'libmime';
import type { Header } from './headers.ts';
import { type MimePart, parseMime } from './mime.ts';

export interface WirePart {
  readonly partId: string;
  readonly mimeType: string;
  readonly filename: string;
  readonly headers: readonly Header[];
  readonly body: { readonly size: number; readonly attachmentId?: string; readonly data?: string };
  readonly parts?: readonly WirePart[];
}

/** What Gmail does to a message on its way to JSON; both are seen undone in the wild. */
export interface PayloadStyle {
  /** Text bodies come as UTF-8, whatever charset their part declares. */
  decodesCharsets: boolean;
  /** Encoded words in header values come decoded. */
  decodesHeaders: boolean;
  /** Attachment ids that were told under another number are refused: Gmail's are short-lived. */
  attachmentIds: number;
}

/** Gmail's tree: the root is part "", its children "0", "1" …, theirs "0.0", "0.1" … */
export function payloadOf(raw: Buffer, messageId: string, style: PayloadStyle): WirePart {
  const wire = (part: MimePart, partId: string): WirePart => ({
    partId,
    mimeType: part.mimeType,
    filename: part.filename,
    headers: wireHeaders(part.headers, style),
    body: wireBody(part, partId, messageId, style),
    ...(part.parts.length > 0 && {
      parts: part.parts.map((child, index) => wire(child, partId === '' ? `${index}` : `${partId}.${index}`)),
    }),
  });
  return wire(parseMime(raw), '');
}

export function wireHeaders(headers: readonly Header[], style: PayloadStyle): Header[] {
  return headers.map(({ name, value }) => ({
    name,
    value: style.decodesHeaders && value.includes('=?') ? libmime.decodeWords(value) : value,
  }));
}

function wireBody(part: MimePart, partId: string, messageId: string, style: PayloadStyle): WirePart['body'] {
  if (part.mimeType.startsWith('multipart/')) return { size: 0 };
  if (part.filename !== '' || !part.mimeType.startsWith('text/')) {
    return { attachmentId: attachmentIdOf(messageId, partId, style), size: part.body.length };
  }
  const bytes = style.decodesCharsets ? asUtf8(part) : part.body;
  return bytes.length === 0 ? { size: 0 } : { size: bytes.length, data: base64url(bytes) };
}

function asUtf8({ body, charset }: MimePart): Buffer {
  if (charset === undefined || /^utf-?8$/i.test(charset) || !iconv.encodingExists(charset)) return body;
  return Buffer.from(iconv.decode(body, charset));
}

/** Gmail's base64url keeps its padding. */
export const base64url = (bytes: Buffer): string =>
  bytes.toString('base64').replaceAll('+', '-').replaceAll('/', '_');

const PREFIX = 'ANGjdJ';

const sealedIn = (messageId: string, partId: string, { attachmentIds }: PayloadStyle) =>
  JSON.stringify([messageId, partId, attachmentIds]);

/** A new id with every get; it holds what it stands for, so that old ones stay good until they are expired. */
function attachmentIdOf(messageId: string, partId: string, style: PayloadStyle): string {
  const sealed = Buffer.concat([randomBytes(96), Buffer.from(sealedIn(messageId, partId, style))]);
  return PREFIX + sealed.toString('base64url');
}

/** The bytes of an attachment, or undefined where the id is none of this message's. */
export function attachmentOf(
  raw: Buffer,
  messageId: string,
  attachmentId: string,
  style: PayloadStyle,
): Buffer | undefined {
  if (!attachmentId.startsWith(PREFIX)) return undefined;
  const sealed = Buffer.from(attachmentId.slice(PREFIX.length), 'base64url').subarray(96).toString();
  const root = parseMime(raw);
  const find = (part: MimePart, partId: string): Buffer | undefined =>
    sealed === sealedIn(messageId, partId, style)
      ? part.body
      : part.parts
          .map((child, index) => find(child, partId === '' ? `${index}` : `${partId}.${index}`))
          .find((body) => body !== undefined);
  return find(root, '');
}
