/** The JSON body of Google's errors, as every Gmail error carries it. */
export interface GoogleErrorBody {
  readonly error: {
    readonly code: number;
    readonly message: string;
    readonly errors: readonly {
      readonly message: string;
      readonly domain: string;
      readonly reason: string;
    }[];
    readonly status: string;
    readonly details?: readonly unknown[];
  };
}

export class GoogleError extends Error {
  readonly status: number;
  readonly body: GoogleErrorBody;
  readonly headers: Readonly<Record<string, string>>;

  constructor(body: GoogleErrorBody, headers: Record<string, string> = {}) {
    super(body.error.message);
    this.status = body.error.code;
    this.body = body;
    this.headers = headers;
  }
}

interface Parts {
  readonly code: number;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
  readonly domain?: string;
  readonly shown?: string;
  readonly location?: string;
  readonly details?: readonly unknown[];
  readonly headers?: Record<string, string>;
}

function googleError(parts: Parts): GoogleError {
  const { code, message, reason, status, domain = 'global', shown = message, location, details } = parts;
  const where = location === undefined ? {} : { location, locationType: 'header' };
  const body = { code, message, errors: [{ message: shown, domain, reason, ...where }], status };
  return new GoogleError({ error: details ? { ...body, details } : body }, parts.headers);
}

const USER_RATE =
  'User Rate Limit Exceeded. Rate of requests for user exceed configured project quota, you may consider ' +
  're-evaluating expected per-user traffic to the API and adjust project quota limits accordingly. You may ' +
  'monitor aggregate quota usage and adjust limits in the API Console: ' +
  'https://console.developers.google.com/apis/api/gmail.googleapis.com/quotas?project=1';
const RATE =
  "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute per user' of service " +
  "'gmail.googleapis.com' for consumer 'project_number:1'.";
const CREDENTIALS =
  'Expected OAuth 2 access token, login cookie or other valid authentication credential. See ' +
  'https://developers.google.com/identity/sign-in/web/devconsole-project.';

const usageLimit = (code: number, status: string, reason: string, message: string) =>
  googleError({ code, status, reason, message, domain: 'usageLimits' });

/** Gmail's errors, to throw inside and to use as the reply of a fault: `reply: googleErrors.notFound()`. */
export const googleErrors = {
  notFound: (message = 'Requested entity was not found.') =>
    googleError({ code: 404, status: 'NOT_FOUND', reason: 'notFound', message }),
  invalid: (message: string) =>
    googleError({ code: 400, status: 'INVALID_ARGUMENT', reason: 'invalidArgument', message }),
  /** JSON that is too large; uploads may be larger. */
  payloadTooLarge: (limit: number) =>
    googleError({
      code: 400,
      status: 'INVALID_ARGUMENT',
      reason: 'badRequest',
      message: `Request payload size exceeds the limit: ${limit} bytes.`,
    }),
  uploadTooLarge: (limit: number) =>
    googleError({
      code: 413,
      status: 'INVALID_ARGUMENT',
      reason: 'uploadTooLarge',
      message: `Media larger than: ${limit}`,
    }),
  failedPrecondition: (message: string) =>
    googleError({ code: 400, status: 'FAILED_PRECONDITION', reason: 'failedPrecondition', message }),
  conflict: (message: string) => googleError({ code: 409, status: 'ABORTED', reason: 'aborted', message }),
  loginRequired: () =>
    googleError({
      code: 401,
      status: 'UNAUTHENTICATED',
      reason: 'required',
      message: `Request is missing required authentication credential. ${CREDENTIALS}`,
      shown: 'Login Required.',
      location: 'Authorization',
      headers: { 'www-authenticate': 'Bearer realm="https://accounts.google.com/"' },
    }),
  invalidCredentials: () =>
    googleError({
      code: 401,
      status: 'UNAUTHENTICATED',
      reason: 'authError',
      message: `Request had invalid authentication credentials. ${CREDENTIALS}`,
      shown: 'Invalid Credentials',
      location: 'Authorization',
      headers: { 'www-authenticate': 'Bearer realm="https://accounts.google.com/", error="invalid_token"' },
    }),
  insufficientPermissions: (scopes: readonly string[] = []) =>
    googleError({
      code: 403,
      status: 'PERMISSION_DENIED',
      reason: 'insufficientPermissions',
      message: 'Request had insufficient authentication scopes.',
      shown: 'Insufficient Permission',
      details: [
        {
          '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
          reason: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT',
          domain: 'googleapis.com',
          metadata: { service: 'gmail.googleapis.com' },
        },
      ],
      headers: {
        'www-authenticate': `Bearer realm="https://accounts.google.com/", error="insufficient_scope", scope="${scopes.join(' ')}"`,
      },
    }),
  forbidden: (message: string) =>
    googleError({ code: 403, status: 'PERMISSION_DENIED', reason: 'forbidden', message }),
  domainPolicy: () =>
    googleError({
      code: 403,
      status: 'PERMISSION_DENIED',
      reason: 'domainPolicy',
      message: 'The domain administrators have disabled Gmail apps.',
    }),
  userRateLimitExceeded: () => usageLimit(403, 'PERMISSION_DENIED', 'userRateLimitExceeded', USER_RATE),
  rateLimitExceeded: () => usageLimit(403, 'PERMISSION_DENIED', 'rateLimitExceeded', RATE),
  dailyLimitExceeded: () =>
    usageLimit(403, 'PERMISSION_DENIED', 'dailyLimitExceeded', 'Daily Limit Exceeded'),
  tooManyRequests: (retryAfter?: Date) =>
    usageLimit(
      429,
      'RESOURCE_EXHAUSTED',
      'rateLimitExceeded',
      retryAfter ? `User-rate limit exceeded.  Retry after ${retryAfter.toISOString()}` : RATE,
    ),
  /** Any number of mails a day, over which a person may not send from any of their clients. */
  sendingLimit: (retryAfter: Date) =>
    usageLimit(
      429,
      'RESOURCE_EXHAUSTED',
      'rateLimitExceeded',
      `User-rate limit exceeded.  Retry after ${retryAfter.toISOString()} (Mail sending)`,
    ),
  tooManyConcurrent: () =>
    usageLimit(429, 'RESOURCE_EXHAUSTED', 'rateLimitExceeded', 'Too many concurrent requests for user.'),
  backend: () =>
    googleError({ code: 503, status: 'UNAVAILABLE', reason: 'backendError', message: 'Backend Error' }),
  internal: (message = 'Internal error encountered.') =>
    googleError({ code: 500, status: 'INTERNAL', reason: 'backendError', message }),
};
