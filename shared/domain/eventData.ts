import type { z } from 'zod';

export type ReadEvent<T> =
  | { readonly ok: true; readonly value: T }
  /** Redelivery cannot help: to be logged with its reason and acknowledged. */
  | { readonly ok: false; readonly reason: 'noData' | 'notJson' | 'wrongFields' };

export type UnreadableReason = Extract<ReadEvent<unknown>, { ok: false }>['reason'];

/** Reads the JSON that a Pub/Sub message carries. */
export function readEventData<Schema extends z.ZodType>(
  data: Uint8Array,
  schema: Schema,
): ReadEvent<z.output<Schema>> {
  if (data.length === 0) return { ok: false, reason: 'noData' };
  const json = parseJson(Buffer.from(data).toString('utf8'));
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
