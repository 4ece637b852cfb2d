import { z } from 'zod';
import type { ToldLimits } from './toldLimits.ts';

/** A call to GHL that failed, with everything dropped that could hold a secret or mail: request, headers, token. */
export interface GhlFailure {
  /** Absent when no answer came: a broken connection or a time-out. */
  readonly status: number | undefined;
  /** GHL's own words; of a validation, all complaints. */
  readonly message: string;
  /** The contact that is in the way of another one with its address. */
  readonly duplicateOf: string | undefined;
  readonly limits: ToldLimits;
  /** The system's code of a connection that failed, e.g. `ECONNREFUSED` or `TimeoutError`. */
  readonly connection: string | undefined;
}

const Body = z.object({
  message: z.union([z.string(), z.array(z.string()).transform((each) => each.join('; '))]).catch(''),
  meta: z
    .object({ contactId: z.string().min(1), matchingField: z.literal('email') })
    .optional()
    .catch(undefined),
});

export function refused(status: number, body: unknown, limits: ToldLimits): GhlFailure {
  const { message = '', meta } = Body.safeParse(body).data ?? {};
  return { status, message, duplicateOf: meta?.contactId, limits, connection: undefined };
}

export const unanswered = (error: unknown): GhlFailure => ({
  status: undefined,
  message: '',
  duplicateOf: undefined,
  limits: {},
  connection: connectionCode(error),
});

/** A cause that may be logged. */
export function withoutSecrets({ status, connection, message }: GhlFailure): Error {
  const what = status === undefined ? `no answer: ${connection}` : `HTTP ${status}`;
  return new Error(message === '' ? what : `${what}: ${message.slice(0, 200)}`);
}

const Coded = z.object({ code: z.string().optional().catch(undefined), cause: z.unknown().optional() });

/** The innermost code is the system's: fetch wraps it in a bare `fetch failed`. A time-out has only a name. */
function connectionCode(error: unknown): string {
  const coded = Coded.safeParse(error).data;
  const inner = coded?.cause === undefined ? 'unknown' : connectionCode(coded.cause);
  if (inner !== 'unknown') return inner;
  return coded?.code ?? (error instanceof Error && error.name === 'TimeoutError' ? error.name : 'unknown');
}
