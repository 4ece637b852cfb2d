import { z } from 'zod';
import { googleErrors } from './googleError.ts';
import type { Format } from './messageJson.ts';

/** `maxResults` as Gmail takes it: 100 unless told, never more than 500. */
export function maxResultsOf(query: URLSearchParams): number {
  const given = query.get('maxResults');
  if (given === null) return 100;
  if (!/^\d+$/.test(given))
    throw googleErrors.invalid(`Invalid value at 'max_results' (TYPE_UINT32), "${given}"`);
  return Math.min(Math.max(Number(given), 1), 500);
}

const FORMATS = z.enum(['full', 'metadata', 'minimal', 'raw']);

export function formatOf(query: URLSearchParams): Format {
  const given = FORMATS.safeParse((query.get('format') ?? 'full').toLowerCase());
  if (!given.success) throw googleErrors.invalid(`Invalid value at 'format', "${query.get('format')}"`);
  return given.data;
}

/** @throws GoogleError 400 for a body of another shape. */
export function bodyAs<T>(schema: z.ZodType<T>, json: unknown): T {
  const parsed = schema.safeParse(json ?? {});
  if (!parsed.success) throw googleErrors.invalid(`Invalid JSON payload received. ${parsed.error.message}`);
  return parsed.data;
}

/** Page tokens are opaque to the client; whatever else it sends is refused. */
export const writeToken = (token: unknown): string =>
  Buffer.from(JSON.stringify(token)).toString('base64url');

export function readToken<T>(schema: z.ZodType<T>, query: URLSearchParams): T | undefined {
  const text = query.get('pageToken');
  if (text === null || text === '') return undefined;
  try {
    return schema.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
  } catch {
    throw googleErrors.invalid('Invalid pageToken');
  }
}
