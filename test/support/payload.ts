import { randomBytes } from 'node:crypto';
import type { GmailMessage, MessageHeader, MessagePart } from '../../shared/domain/gmail.ts';
import { HistoryId } from '../../shared/domain/historyId.ts';
import { GmailMessageId, GmailThreadId } from '../../shared/domain/ids.ts';

/** Headers by name; a list is a header that the mail repeats. */
type Headers = Readonly<Record<string, string | readonly string[]>>;

interface PartOptions {
  readonly headers?: Headers;
  readonly filename?: string;
  /** Where Gmail keeps the bytes apart. */
  readonly attachmentId?: string;
}

/** One MIME part with its bytes inline, as `format=full` shows it. `text/plain; charset=…` works as well. */
export function part(
  contentType: string,
  content: string | Buffer = '',
  options: PartOptions = {},
): MessagePart {
  const bytes = Buffer.from(content);
  const { attachmentId } = options;
  return {
    partId: '',
    mimeType: contentType.split(';')[0] ?? '',
    filename: options.filename ?? '',
    headers: headerList({ 'Content-Type': contentType, ...options.headers }),
    body: {
      size: bytes.length,
      ...(attachmentId === undefined ? { data: bytes.toString('base64url') } : { attachmentId }),
    },
    parts: [],
  };
}

export const text = (content: string | Buffer, charset = 'utf-8') =>
  part(`text/plain; charset="${charset}"`, content);
export const html = (content: string | Buffer, charset = 'utf-8') =>
  part(`text/html; charset="${charset}"`, content);

export function multipart(subtype: string, ...parts: readonly MessagePart[]): MessagePart {
  return { ...part(`multipart/${subtype}; boundary="b"`), body: { size: 0 }, parts };
}

/** A file the size of its name, kept apart by Gmail. */
export function file(filename: string, mimeType: string, headers: Headers = {}): MessagePart {
  const disposition = { 'Content-Disposition': `attachment; filename="${filename}"` };
  const attachmentId = randomBytes(12).toString('base64url');
  return part(mimeType, filename, { filename, attachmentId, headers: { ...disposition, ...headers } });
}

/**
 * A Gmail message around a payload, with the part ids that Gmail would give: '' outermost, then 0, 1, 1.0.
 */
export function gmailMessage(
  headers: Headers,
  payload: MessagePart = text('Hello'),
  rest: Partial<GmailMessage> = {},
): GmailMessage {
  const id = randomBytes(8).toString('hex');
  return {
    id: GmailMessageId(id),
    threadId: GmailThreadId(id),
    labelIds: ['INBOX'],
    snippet: '',
    historyId: HistoryId.of(1 + randomBytes(4).readUInt32BE()),
    internalDate: new Date('2026-11-02T10:00:00Z'),
    sizeEstimate: 1000,
    payload: { ...numbered(payload, ''), headers: [...headerList(headers), ...payload.headers] },
    ...rest,
  };
}

function numbered(payload: MessagePart, partId: string): MessagePart {
  const prefix = partId === '' ? '' : `${partId}.`;
  return {
    ...payload,
    partId,
    parts: payload.parts.map((child, index) => numbered(child, `${prefix}${index}`)),
  };
}

const headerList = (headers: Headers): MessageHeader[] =>
  Object.entries(headers).flatMap(([name, values]) => [values].flat().map((value) => ({ name, value })));
