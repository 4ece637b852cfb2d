import type { CloudEvent } from '@google-cloud/functions-framework';
import { z } from 'zod';

/** The CloudEvent that a Pub/Sub push becomes; `data` is the message's base64, in either alphabet. */
const PubSubEvent = z.object({ data: z.object({ message: z.object({ data: z.string().min(1) }) }) });

export type ReadEvent<T> =
  | { readonly ok: true; readonly value: T }
  /** Redelivery cannot help: to be logged with its reason and acknowledged. */
  | { readonly ok: false; readonly reason: 'noData' | 'notJson' | 'wrongFields' };

/** Reads the JSON that a Pub/Sub message carries. */
export function readPubSubEvent<Schema extends z.ZodType>(
  event: CloudEvent<unknown>,
  schema: Schema,
): ReadEvent<z.output<Schema>> {
  const envelope = PubSubEvent.safeParse(event);
  if (!envelope.success) return { ok: false, reason: 'noData' };
  const json = parseJson(Buffer.from(envelope.data.data.message.data, 'base64').toString('utf8'));
  if (json === undefined) return { ok: false, reason: 'notJson' };
  const parsed = schema.safeParse(json);
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false, reason: 'wrongFields' };
}

/** A history id may come as a number that a JS number cannot hold: it is kept as it was written. */
function exactNumber(_key: string, value: unknown, context?: { source?: string }): unknown {
  return typeof value === 'number' && !Number.isSafeInteger(value) ? context?.source : value;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text, exactNumber);
  } catch {
    return undefined;
  }
}
