import { z } from 'zod';

/**
 * A failed call to Google with everything dropped that could hold a secret: gaxios' own error carries the whole
 * request, which for a call is the access token and for a refresh the refresh token and the client secret.
 */
export interface ServiceFailure {
  /** Absent when no answer came: a broken connection or a time-out. */
  readonly status: number | undefined;
  /** `errors[].reason` and `details[].reason`, e.g. `userRateLimitExceeded` or `ACCESS_TOKEN_SCOPE_INSUFFICIENT`. */
  readonly reasons: readonly string[];
  /** Google's own words, of API answers only. */
  readonly message: string;
  /** The OAuth endpoints' `error`, e.g. `invalid_grant`. */
  readonly oauthError: string | undefined;
  /** What a used-up quota is counted in, e.g. `1/min/{project}/{user}` or `1/d/{project}`. */
  readonly quotaUnits: readonly string[];
  readonly retryAfter: string | undefined;
  /** The system's code of a connection that failed, e.g. `ECONNREFUSED` or `TimeoutError`. */
  readonly connection: string | undefined;
}

const Detail = z.object({
  reason: z.string().optional(),
  metadata: z.object({ quota_unit: z.string().optional() }).optional(),
});

const ApiBody = z.object({
  error: z.object({
    message: z.string().catch(''),
    errors: z.array(z.object({ reason: z.string().optional() })).catch([]),
    details: z.array(Detail).catch([]),
  }),
});

const OAuthBody = z.object({ error: z.string() });

const Failed = z.object({
  config: z.object({}),
  response: z
    .object({ status: z.number(), data: z.unknown().optional(), headers: z.unknown().optional() })
    .optional(),
});

/** Reads gaxios' error by its shape, since several copies of gaxios may be about; else `undefined`. */
export function serviceFailure(error: unknown): ServiceFailure | undefined {
  const failed = Failed.safeParse(error);
  if (!failed.success) return undefined;
  const { response } = failed.data;
  const api = ApiBody.safeParse(response?.data).data?.error;
  const details = api?.details ?? [];
  return {
    status: response?.status,
    reasons: present([...(api?.errors ?? []), ...details].map(({ reason }) => reason)),
    message: api?.message ?? '',
    oauthError: OAuthBody.safeParse(response?.data).data?.error,
    quotaUnits: present(details.map(({ metadata }) => metadata?.quota_unit)),
    retryAfter:
      response?.headers instanceof Headers ? (response.headers.get('retry-after') ?? undefined) : undefined,
    connection: response ? undefined : connectionCode(error),
  };
}

/** A cause that may be logged: no request, no header, no body. */
export function withoutSecrets(failure: ServiceFailure): Error {
  const what = failure.status === undefined ? 'no answer' : `HTTP ${failure.status}`;
  const why = [failure.connection, failure.oauthError, ...failure.reasons];
  const words = failure.message && `: ${failure.message.slice(0, 300)}`;
  return new Error(`${present([what, ...why]).join(' ')}${words}`);
}

const present = (values: readonly (string | undefined)[]): readonly string[] =>
  values.filter((value) => value !== undefined);

const Coded = z.object({ code: z.unknown().optional(), cause: z.unknown().optional() });

/** The innermost code is the system's: fetch wraps it in a bare `fetch failed`. */
function connectionCode(error: unknown): string {
  const coded = Coded.safeParse(error).data;
  const inner = coded?.cause === undefined ? 'unknown' : connectionCode(coded.cause);
  if (inner !== 'unknown') return inner;
  return typeof coded?.code === 'string' ? coded.code : 'unknown';
}
