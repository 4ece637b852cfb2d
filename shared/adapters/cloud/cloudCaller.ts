import type { GoogleAuth } from 'google-auth-library';
import type { ZodType } from 'zod';
import type { ClockFacts } from '../../domain/doctor/judgeClock.ts';
import { type AskedOf, Unanswered } from '../../domain/doctor/unanswered.ts';
import { directFetch } from '../google/directFetch.ts';
import { repeats } from '../google/repeats.ts';
import type { SignIn } from './signIn.ts';
import { isMissing, translateCloudError } from './translateCloudError.ts';

export interface CloudCallerOptions {
  readonly signIn: SignIn;
  /** Milliseconds for a call. */
  readonly timeoutMs?: number;
  /** Told once an answer has come with Google's time in it. */
  readonly onClock?: (facts: ClockFacts) => void;
}

interface CallOptions {
  readonly signal: AbortSignal;
  readonly timeout: number;
  readonly retryConfig: ReturnType<typeof repeats>;
  readonly fetchImplementation: typeof fetch;
}

interface Question<Answer> {
  readonly of: AskedOf;
  /** Undefined for an emulator, which knows nobody. */
  send(auth: GoogleAuth | undefined, options: CallOptions): Promise<{ data: unknown }>;
  readonly answer: ZodType<Answer>;
  readonly signal: AbortSignal;
}

export type Ask = <Answer>(question: Question<Answer>) => Promise<Answer | undefined>;

/** Asks Google Cloud's REST APIs; undefined where what is asked for is not there. @throws Unanswered */
export function cloudCaller({ signIn, timeoutMs = 8_000, onClock }: CloudCallerOptions): Ask {
  return async ({ of, send, answer, signal }) => {
    const options: CallOptions = {
      signal,
      timeout: timeoutMs,
      retryConfig: repeats({ methods: ['GET'], deadline: signal }),
      fetchImplementation: onClock ? withClock(onClock) : directFetch,
    };
    const auth = of.emulator === undefined ? await signedIn(signIn, of) : undefined;
    let data: unknown;
    try {
      ({ data } = await send(auth, options));
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw translateCloudError(error, of);
    }
    const parsed = answer.safeParse(data);
    if (parsed.success) return parsed.data;
    const where = parsed.error.issues[0]?.path.map(String).join('.') || 'the whole answer';
    throw new Unanswered('failed', of, `an answer that cannot be read, at ${where}`);
  };
}

/** The library's own errors name files and accounts of this machine: they are not passed on. */
async function signedIn(signIn: SignIn, of: AskedOf): Promise<GoogleAuth> {
  try {
    return await signIn();
  } catch {
    throw new Unanswered('signedOut', of);
  }
}

const withClock =
  (onClock: (facts: ClockFacts) => void): typeof fetch =>
  async (...args) => {
    const askedAt = new Date();
    const response = await directFetch(...args);
    const told = Date.parse(response.headers.get('date') ?? '');
    if (!Number.isNaN(told)) onClock({ told: new Date(told), askedAt, answeredAt: new Date() });
    return response;
  };
