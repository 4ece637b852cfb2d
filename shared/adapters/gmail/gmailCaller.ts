import type { OAuth2Client } from 'google-auth-library';
import type { ZodType } from 'zod';
import { SyncError } from '../../domain/syncError.ts';
import { directFetch } from '../google/directFetch.ts';
import { parseAnswer } from '../google/parseAnswer.ts';
import { repeats } from '../google/repeats.ts';
import { serviceFailure } from '../google/serviceFailure.ts';
import { translateOAuthError } from '../google/translateOAuthError.ts';
import { type GmailOperation, translateGmailError } from './translateGmailError.ts';

export interface GmailCallerOptions {
  readonly auth: OAuth2Client;
  /** Milliseconds for a call with its repeats. */
  readonly timeoutMs?: number;
  /** Milliseconds for one attempt. */
  readonly attemptTimeoutMs?: number;
  readonly now?: () => Date;
  readonly random?: () => number;
}

type RequestOptions = ReturnType<typeof requestOptions>;

interface GmailCall<Answer> {
  readonly operation: GmailOperation;
  send(options: RequestOptions): Promise<{ data: unknown }>;
  readonly answer: ZodType<Answer>;
}

type GmailCaller = <Answer>(call: GmailCall<Answer>) => Promise<Answer>;

/** Makes every call the same way: a fresh token, one deadline, few repeats, our errors, a parsed answer. */
export function gmailCaller(options: GmailCallerOptions): GmailCaller {
  const { auth, now = () => new Date() } = options;
  return async ({ operation, send, answer }) => {
    const request = requestOptions(options);
    try {
      const { data } = await withFreshToken(auth, () => send(request), now);
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
