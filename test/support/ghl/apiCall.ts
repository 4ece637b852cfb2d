import type { ZodType } from 'zod';
import { ghlErrors } from './ghlError.ts';
import type { GhlLocation } from './ghlLocation.ts';
import type { ApiMethod } from './routes.ts';

/** A call that may be made: its token is good for the location. */
export interface ApiCall {
  readonly location: GhlLocation;
  /** Of the path, if it has one. */
  readonly id: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

/** What a method answers; without a body where GHL answers none. */
export interface ApiAnswer {
  readonly status?: number;
  readonly body?: unknown;
}

export type Endpoint = (call: ApiCall) => ApiAnswer;
export type Endpoints<Prefix extends string> = Record<Extract<ApiMethod, `${Prefix}${string}`>, Endpoint>;

/** @throws GhlError that lists all complaints */
export function parseBody<T>(shape: ZodType<T>, body: unknown): T {
  const parsed = shape.safeParse(body);
  if (parsed.success) return parsed.data;
  throw ghlErrors.invalid(
    parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`),
  );
}

/** @throws GhlError where it is missing, or of another location than the token */
export function demandLocation(location: GhlLocation, locationId: string | null): void {
  if (locationId === null) throw ghlErrors.invalid(['locationId must be a string']);
  if (locationId !== location.id) throw ghlErrors.foreignLocation();
}
