import { type Finding, notChecked } from '../../domain/doctor/finding.ts';
import { judgeUnanswered, Unanswered } from '../../domain/doctor/unanswered.ts';

/** Something that is looked at by itself. */
export interface Check {
  readonly name: string;
  /** `signal` fires when nobody waits any longer. */
  run(signal: AbortSignal): Promise<readonly Finding[]>;
  /** Where it needs more than the others have. */
  readonly timeoutMs?: number;
  /** What it means where no answer comes in time; unless told, that it could not be checked. */
  readonly silent?: Finding;
}

export interface RunOptions {
  readonly project: string;
  /** Milliseconds for each check. */
  readonly timeoutMs: number;
  /** An error that nobody expected, in words without secrets. */
  describe(error: unknown): string;
}

/** All at once, each by itself: one that fails or hangs stops no other. The findings come in the order of the checks. */
export async function runChecks(checks: readonly Check[], options: RunOptions): Promise<readonly Finding[]> {
  const found = await Promise.all(checks.map((check) => runOne(check, options)));
  return found.flat();
}

async function runOne(check: Check, options: RunOptions): Promise<readonly Finding[]> {
  const { name, timeoutMs = options.timeoutMs } = check;
  const ended = new AbortController();
  const silence = Promise.withResolvers<readonly Finding[]>();
  const timer = setTimeout(() => {
    silence.resolve([check.silent ?? notChecked(name, `no answer within ${timeoutMs / 1_000} s`, AGAIN)]);
    ended.abort();
  }, timeoutMs);
  try {
    return await Promise.race([started(check, ended.signal, options), silence.promise]);
  } finally {
    clearTimeout(timer);
  }
}

const AGAIN = 'npm run admin -- doctor';

/** Settles also where nobody waits for it any more, so that nothing is left unheard. */
async function started(check: Check, signal: AbortSignal, options: RunOptions): Promise<readonly Finding[]> {
  try {
    return await check.run(signal);
  } catch (error) {
    if (error instanceof Unanswered) return [judgeUnanswered(check.name, error, options.project)];
    return [notChecked(check.name, `the check itself failed: ${options.describe(error)}`, AGAIN)];
  }
}
