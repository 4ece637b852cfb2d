import { z } from 'zod';
import { GHL_SCOPES } from '../../domain/scopes.ts';
import { SyncError, type SyncErrorCode } from '../../domain/syncError.ts';
import type { GhlGrant, GhlOAuth } from '../../ports/ghl.ts';
import type { Clock } from '../../ports/platform.ts';

const AUTH_URL = 'https://marketplace.gohighlevel.com/oauth/chooselocation';
const API_URL = 'https://services.leadconnectorhq.com';

export interface GhlOAuthOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly authUrl?: string | undefined;
  /** An origin. */
  readonly apiUrl?: string | undefined;
  /** Milliseconds for a call. */
  readonly timeoutMs?: number;
}

/** OAuth of GHL's marketplace. https://marketplace.gohighlevel.com/docs/Authorization/OAuth2.0 */
export function createGhlOAuth(options: GhlOAuthOptions): GhlOAuth {
  return {
    authorizationUrl({ state, redirectUri }) {
      const url = new URL(options.authUrl ?? AUTH_URL);
      url.searchParams.set('response_type', 'code');
      url.searchParams.set('client_id', options.clientId);
      url.searchParams.set('redirect_uri', redirectUri);
      url.searchParams.set('scope', GHL_SCOPES.join(' '));
      url.searchParams.set('state', state);
      return url.href;
    },
    exchangeCode: ({ code, redirectUri }) =>
      requestToken(options, 'ghl.oauth.exchange', {
        grant_type: 'authorization_code',
        code,
        redirect_uri: redirectUri,
      }),
    refresh: (refreshToken) =>
      requestToken(options, 'ghl.oauth.refresh', {
        grant_type: 'refresh_token',
        refresh_token: refreshToken,
      }),
  };
}

const Tokens = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).optional(),
  expires_in: z.number().positive(),
  locationId: z.string().min(1).optional(),
});

async function requestToken(
  options: GhlOAuthOptions,
  operation: string,
  form: Readonly<Record<string, string>>,
): Promise<GhlGrant> {
  const { clientId, clientSecret, apiUrl = API_URL, clock, timeoutMs = 10_000 } = options;
  const askedAt = clock.now().getTime();
  const { status, body, retryAfter } = await post(
    `${apiUrl}/oauth/token`,
    { client_id: clientId, client_secret: clientSecret, user_type: 'Location', ...form },
    { operation, timeoutMs },
  );
  if (status >= 300) throw refusal({ status, body, retryAfter }, operation, clock.now());
  const tokens = Tokens.safeParse(body);
  if (!tokens.success) throw malformed(operation, tokens.error);
  const { access_token, refresh_token, expires_in, locationId } = tokens.data;
  return {
    accessToken: access_token,
    ...(refresh_token !== undefined && { refreshToken: refresh_token }),
    expiresAt: new Date(askedAt + expires_in * 1_000),
    ...(locationId !== undefined && { ghlLocationId: locationId }),
  };
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly retryAfter: string | null;
}

/** Sent once: what is lost on the way may have spent the code or the token. */
async function post(
  url: string,
  form: Readonly<Record<string, string>>,
  { operation, timeoutMs }: { operation: string; timeoutMs: number },
): Promise<Answer> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { accept: 'application/json' },
      body: new URLSearchParams(form),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await response.text();
    return { status: response.status, body: readJson(text), retryAfter: response.headers.get('retry-after') };
  } catch {
    // Without the cause: it may carry the request, and with it the client's secret.
    throw new SyncError('unavailable', operation, { message: `${operation}: no answer` });
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const OAuthFailure = z.object({ error: z.string().regex(/^[a-z_]{1,40}$/) });

/**
 * Only `invalid_grant` says that the code or token is dead. A client that GHL refuses is our configuration, and must
 * not cost a location its link.
 */
function refusal({ status, body, retryAfter }: Answer, operation: string, now: Date): SyncError {
  const why = OAuthFailure.safeParse(body).data?.error;
  const message = `${operation}: HTTP ${status}${why === undefined ? '' : ` ${why}`}`;
  const code = codeOf(status, why);
  const seconds = Number(retryAfter ?? Number.NaN);
  const waits = code === 'rateLimited' && seconds > 0 && seconds < 86_400;
  return new SyncError(code, operation, {
    message,
    ...(waits && { retryAt: new Date(now.getTime() + seconds * 1_000) }),
  });
}

function codeOf(status: number, why: string | undefined): SyncErrorCode {
  if (why === 'invalid_grant') return 'grantRevoked';
  if (status === 429) return 'rateLimited';
  if (status === 408 || status >= 500) return 'unavailable';
  return 'invalidRequest';
}

/** Names the field, never what stands there. */
function malformed(operation: string, { issues: [issue] }: z.ZodError): SyncError {
  const where = issue?.path.map(String).join('.') || 'the whole answer';
  return new SyncError('malformedAnswer', operation, { message: `${operation}: malformed at ${where}` });
}
