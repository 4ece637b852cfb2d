import { snippetOf } from './bodyText.ts';
import { splitEntity } from './headers.ts';
import { base64url, type PayloadStyle, payloadOf, wireHeaders } from './payload.ts';
import type { StoredMessage } from './storedMessage.ts';

export type Format = 'full' | 'metadata' | 'minimal' | 'raw';

/** A message as `messages.get` answers it. */
export function messageJson(
  message: StoredMessage,
  format: Format,
  style: PayloadStyle,
  metadataHeaders: readonly string[] = [],
): Record<string, unknown> {
  const json = {
    ...messageRef(message),
    ...labelIds([...message.labels]),
    snippet: snippetOf(message.raw),
    sizeEstimate: message.raw.length,
    historyId: message.historyId.toString(),
    internalDate: String(message.internalDate),
  };
  switch (format) {
    case 'minimal':
      return json;
    case 'raw':
      return { ...json, raw: base64url(message.raw) };
    case 'metadata':
      return { ...json, payload: metadata(message, style, metadataHeaders) };
    case 'full':
      return { ...json, payload: payloadOf(message.raw, message.id, style) };
    default:
      return format satisfies never;
  }
}

export const messageRef = ({ id, threadId }: { id: string; threadId: string }) => ({ id, threadId });

/** Gmail leaves empty lists out. */
export const labelIds = (labels: readonly string[]): { labelIds?: readonly string[] } =>
  labels.length > 0 ? { labelIds: labels } : {};

function metadata(message: StoredMessage, style: PayloadStyle, wanted: readonly string[]) {
  const names = new Set(wanted.map((name) => name.toLowerCase()));
  const headers = wireHeaders(splitEntity(message.raw).headers, style);
  const type = headers.find(({ name }) => name.toLowerCase() === 'content-type')?.value ?? 'text/plain';
  return {
    mimeType: type.split(';')[0]?.trim().toLowerCase(),
    headers: headers.filter(({ name }) => names.size === 0 || names.has(name.toLowerCase())),
  };
}
