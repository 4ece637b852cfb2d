import libmime from 'libmime';
import { type Header, headerValue, splitEntity } from './headers.ts';

export interface MimePart {
  readonly headers: readonly Header[];
  /** Lower case, `text/plain` when the part does not say. */
  readonly mimeType: string;
  readonly charset: string | undefined;
  readonly filename: string;
  /** Transfer encoding undone; empty for multiparts. */
  readonly body: Buffer;
  readonly parts: readonly MimePart[];
}

/** Parses a whole message. Nothing makes it fail: what is not MIME is text, as Gmail sees it. */
export function parseMime(entity: Buffer): MimePart {
  const { headers, body } = splitEntity(entity);
  const type = libmime.parseHeaderValue(headerValue(headers, 'content-type') ?? 'text/plain');
  const mimeType = /^[^\s/]+\/[^\s/]+$/.test(type.value) ? type.value.toLowerCase() : 'text/plain';
  const common = { headers, mimeType, charset: type.params['charset'], filename: filenameOf(headers) };
  const boundary = type.params['boundary'];
  if (mimeType.startsWith('multipart/') && boundary) {
    return { ...common, body: Buffer.alloc(0), parts: splitMultipart(body, boundary).map(parseMime) };
  }
  const decoded = decodeTransfer(body, headerValue(headers, 'content-transfer-encoding') ?? '7bit');
  const parts = mimeType === 'message/rfc822' ? [parseMime(decoded)] : [];
  return { ...common, body: decoded, parts };
}

function filenameOf(headers: readonly Header[]): string {
  return (
    parameter(headerValue(headers, 'content-disposition'), 'filename') ??
    parameter(headerValue(headers, 'content-type'), 'name') ??
    ''
  );
}

function parameter(header: string | undefined, name: string): string | undefined {
  if (header === undefined) return undefined;
  const { params, decodedParams } = libmime.parseHeaderValue(header);
  const value = params[name];
  return value === undefined || decodedParams.includes(name) ? value : libmime.decodeWords(value);
}

function splitMultipart(body: Buffer, boundary: string): Buffer[] {
  const text = body.toString('latin1');
  const mark = new RegExp(
    `(?:^|\\r?\\n)--${boundary.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')}(--)?[ \\t]*(?:\\r?\\n|$)`,
    'g',
  );
  const parts: Buffer[] = [];
  let start: number | undefined;
  for (let found = mark.exec(text); found; found = mark.exec(text)) {
    if (start !== undefined) parts.push(body.subarray(start, found.index));
    if (found[1] !== undefined) return parts;
    start = found.index + found[0].length;
    // The line end of one delimiter may begin the next one, where a part is empty.
    mark.lastIndex = Math.max(found.index + 1, start - (found[0].endsWith('\r\n') ? 2 : 1));
  }
  if (start !== undefined) parts.push(body.subarray(start));
  return parts;
}

function decodeTransfer(body: Buffer, encoding: string): Buffer {
  switch (encoding.trim().toLowerCase()) {
    case 'base64':
      return Buffer.from(body.toString('latin1'), 'base64');
    case 'quoted-printable':
      return decodeQuotedPrintable(body.toString('latin1'));
    default:
      return body;
  }
}

function decodeQuotedPrintable(text: string): Buffer {
  const joined = text.replace(/[ \t]+(?=\r?\n|$)/g, '').replace(/=\r?\n/g, '');
  const bytes = joined.replace(/=([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  );
  return Buffer.from(bytes, 'latin1');
}
