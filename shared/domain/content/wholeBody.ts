import { Buffer } from 'node:buffer';
import type { MessagePart } from '../gmail.ts';
import { readWholeBody } from './body.ts';
import { sortParts } from './sortParts.ts';

/** The parts of the body that have to be got by calls of their own. */
export function partsApart(payload: MessagePart): readonly MessagePart[] {
  return sortParts(payload).apart;
}

/**
 * A mail's body, whole, from its payload and the bytes of the parts that are kept apart. `complete` is false where
 * something of it is missing all the same: the mail has parts without end.
 */
export function wholeBody(payload: MessagePart, bytes: ReadonlyMap<MessagePart, Uint8Array>) {
  const sorted = sortParts(withBytes(payload, bytes));
  return { ...readWholeBody(sorted), complete: sorted.complete };
}

function withBytes(part: MessagePart, bytes: ReadonlyMap<MessagePart, Uint8Array>): MessagePart {
  const found = bytes.get(part);
  const parts = part.parts.map((child) => withBytes(child, bytes));
  if (!found) return { ...part, parts };
  return { ...part, parts, body: { size: found.byteLength, data: Buffer.from(found).toString('base64url') } };
}
