import type { ZodType } from 'zod';
import type { GhlLimits } from '../../domain/ghl.ts';
import { SyncError } from '../../domain/syncError.ts';
import { directFetch } from '../google/directFetch.ts';
import { parseAnswer } from '../google/parseAnswer.ts';
import { type GhlFailure, refused, unanswered } from './ghlFailure.ts';
import { limitsAfter, toldLimits } from './toldLimits.ts';
import { type GhlOperation, translateGhlError } from './translateGhlError.ts';

const API_URL = 'https://services.leadconnectorhq.com';

export interface GhlCallerOptions {
  /** The bearer of each call: a Private Integration Token, or an access token. @throws SyncError */
  token(): Promise<string>;
  /** An origin. */
  readonly baseUrl?: string | undefined;
  /** Milliseconds for a call. */
  readonly timeoutMs?: number | undefined;
  readonly now?: (() => Date) | undefined;
  readonly fetch?: typeof fetch | undefined;
}

interface GhlCall<Answer> {
  readonly operation: GhlOperation;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Posted; without one it is a GET. */
  readonly body?: object;
  readonly answer: ZodType<Answer>;
  readonly notAfter?: Date;
  /** What an answer that is no JSON means; `malformedAnswer` unless told. */
  readonly nonsense?: 'unavailable';
  /** An answer that is good though GHL calls it a failure. */
  recover?(failure: GhlFailure): Answer | undefined;
}

interface GhlCaller {
  call<Answer>(call: GhlCall<Answer>): Promise<Answer>;
  readonly limits: GhlLimits | undefined;
}

/** Each API of GHL has the date of its version in a header. */
const VERSIONS = { contacts: '2021-07-28', conversations: '2021-04-15' } as const;

/** Makes every call the same way: once, with a time limit, our errors, a parsed answer, the limits noted. */
export function ghlCaller(options: GhlCallerOptions): GhlCaller {
  const { now = () => new Date() } = options;
  let limits: GhlLimits | undefined;
  const call = async <Answer>(asked: GhlCall<Answer>): Promise<Answer> => {
    const { operation } = asked;
    const token = await options.token();
    // Last of all, since the token may have taken its time.
    if (asked.notAfter && now() > asked.notAfter) throw new SyncError('leaseLost', operation);
    const response = await exchange(options, asked, token).catch((error: unknown) => {
      throw translateGhlError(unanswered(error), operation, now());
    });
    const told = toldLimits(response.headers);
    limits = limitsAfter(limits, told, now());
    const body = readJson(response.text);
    if (response.status >= 200 && response.status < 300) {
      if (body === NONSENSE && asked.nonsense) throw new SyncError(asked.nonsense, operation);
      return parseAnswer(asked.answer, body === NONSENSE ? undefined : body, operation);
    }
    const failure = refused(response.status, body, told);
    const recovered = asked.recover?.(failure);
    if (recovered !== undefined) return recovered;
    throw translateGhlError(failure, operation, now());
  };
  return {
    call,
    get limits() {
      return limits;
    },
  };
}

interface Exchanged {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** A redirect is followed nowhere: the token is for GHL alone. */
async function exchange(
  { baseUrl = API_URL, timeoutMs = 30_000, fetch = directFetch }: GhlCallerOptions,
  { operation, path, query = {}, body }: GhlCall<unknown>,
  token: string,
): Promise<Exchanged> {
  const url = new URL(path, baseUrl);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  const response = await fetch(url, {
    method: body ? 'POST' : 'GET',
    headers: {
      authorization: `Bearer ${token}`,
      version: operation.startsWith('ghl.contacts.') ? VERSIONS.contacts : VERSIONS.conversations,
      accept: 'application/json',
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const NONSENSE = Symbol('no JSON');

/** No body at all is an answer as well. */
function readJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return NONSENSE;
  }
}
