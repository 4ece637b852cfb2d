import type { OAuth2Client } from 'google-auth-library';
import type { ZodType } from 'zod';
import { SyncError } from '../../domain/syncError.ts';
import { directFetch } from '../google/directFetch.ts';
import { parseAnswer } from '../google/parseAnswer.ts';
import { repeats } from '../google/repeats.ts';
import { serviceFailure } from '../google/serviceFailure.ts';
import { translateOAuthError } from '../google/translateOAuthError.ts';
import { type GmailOperation, translateGmailError } from './translateGmailError.ts';

interface TimeLimits {
  /** Milliseconds for a call with its repeats and the renewal of its token. */
  readonly timeoutMs?: number;
  /** Milliseconds for one attempt. */
  readonly attemptTimeoutMs?: number;
}

export interface GmailCallerOptions extends TimeLimits {
  readonly auth: OAuth2Client;
  readonly now?: () => Date;
  readonly random?: () => number;
}

type RequestOptions = ReturnType<typeof requestOptions>;

interface GmailCall<Answer> {
  readonly operation: GmailOperation;
  send(options: RequestOptions): Promise<{ data: unknown }>;
  readonly answer: ZodType<Answer>;
  /** Where they are not those of every call. */
  readonly limits?: TimeLimits;
}

type GmailCaller = <Answer>(call: GmailCall<Answer>) => Promise<Answer>;

/** Makes every call the same way: a fresh token, one deadline, few repeats, our errors, a parsed answer. */
export function gmailCaller(options: GmailCallerOptions): GmailCaller {
  const { auth, now = () => new Date() } = options;
  return async ({ operation, send, answer, limits }) => {
    const request = requestOptions({ ...limits, ...options });
    try {
      const answered = withFreshToken(auth, () => send(request), now);
      const { data } = await inTime(request.signal, answered, operation);
      return parseAnswer(answer, data, operation);
    } catch (error) {
      throw translateGmailError(error, operation, now());
    }
  };
}

function requestOptions({ timeoutMs = 60_000, attemptTimeoutMs = 25_000, random }: GmailCallerOptions) {
  const deadline = AbortSignal.timeout(timeoutMs);
  return {
    signal: deadline,
    timeout: attemptTimeoutMs,
    retryConfig: repeats({ methods: ['GET'], deadline, ...(random && { random }) }),
    fetchImplementation: directFetch,
  };
}

/**
 * Renewing a token knows no deadline, since several calls may wait for it: each waits until its own. Nothing is sent
 * after that: the request carries the same signal.
 */
async function inTime<T>(deadline: AbortSignal, answered: Promise<T>, operation: string): Promise<T> {
  const late = Promise.withResolvers<never>();
  const giveUp = () => late.reject(new SyncError('unavailable', operation, { cause: deadline.reason }));
  deadline.addEventListener('abort', giveUp);
  try {
    return await Promise.race([answered, late.promise]);
  } finally {
    deadline.removeEventListener('abort', giveUp);
  }
}

/**
 * A token can be refused before its time: the account's owner or an admin may end it. Then it is renewed and the
 * call made once more; what tells whether the grant still lives is that renewal. Calls that were refused together
 * share one renewal, and none drops the token that another has just got.
 */
async function withFreshToken<T>(auth: OAuth2Client, send: () => Promise<T>, now: () => Date): Promise<T> {
  const refused = await accessToken(auth, now);
  try {
    return await send();
  } catch (error) {
    const { access_token, refresh_token } = auth.credentials;
    if (serviceFailure(error)?.status !== 401 || !refresh_token) throw error;
    if (access_token === refused) auth.setCredentials({ refresh_token });
    await accessToken(auth, now);
    return send();
  }
}

async function accessToken(auth: OAuth2Client, now: () => Date): Promise<string> {
  try {
    const { token } = await auth.getAccessToken();
    if (!token) throw new SyncError('malformedAnswer', 'google.oauth.refresh');
    return token;
  } catch (error) {
    throw translateOAuthError(error, 'google.oauth.refresh', now());
  }
}
