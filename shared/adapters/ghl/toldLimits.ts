import type { GhlLimits } from '../../domain/ghl.ts';

/** What the headers of one answer say of the limits; each may be missing. */
export interface ToldLimits {
  readonly remaining?: number | undefined;
  readonly intervalMs?: number | undefined;
  readonly dailyRemaining?: number | undefined;
  /** Until the day's limit begins anew. GHL sends it, though their documentation does not name it. */
  readonly dailyResetMs?: number | undefined;
  readonly retryAfterMs?: number | undefined;
}

/** Source: https://marketplace.gohighlevel.com/docs/oauth/Faqs, and the official client. */
const HEADERS = {
  remaining: 'x-ratelimit-remaining',
  intervalMs: 'x-ratelimit-interval-milliseconds',
  dailyRemaining: 'x-ratelimit-daily-remaining',
  dailyResetMs: 'x-ratelimit-daily-reset',
} as const;

const INTERVAL_MS = 10_000;
const DAY_MS = 86_400_000;
/** Where GHL does not say when its day begins anew. */
const DAILY_PAUSE_MS = 3_600_000;

export function toldLimits(headers: Headers): ToldLimits {
  const seconds = count(headers, 'retry-after');
  return {
    remaining: count(headers, HEADERS.remaining),
    intervalMs: count(headers, HEADERS.intervalMs),
    dailyRemaining: count(headers, HEADERS.dailyRemaining),
    dailyResetMs: count(headers, HEADERS.dailyResetMs),
    retryAfterMs: seconds === undefined ? undefined : seconds * 1_000,
  };
}

function count(headers: Headers, name: string): number | undefined {
  const value = headers.get(name);
  return value !== null && /^\d+$/.test(value) ? Number(value) : undefined;
}

/** What is known of the limits after an answer: of what it does not tell, what was told before. */
export function limitsAfter(
  before: GhlLimits | undefined,
  told: ToldLimits,
  at: Date,
): GhlLimits | undefined {
  const { remaining, intervalMs, dailyRemaining } = told;
  if (remaining === undefined) return before;
  return {
    at,
    remaining,
    intervalMs: intervalMs ?? before?.intervalMs ?? INTERVAL_MS,
    dailyRemaining: dailyRemaining ?? before?.dailyRemaining ?? Number.POSITIVE_INFINITY,
  };
}

/** Whether it is the day's limit, or that of a few seconds, that a 429 is about. */
export const isDayOver = ({ dailyRemaining }: ToldLimits): boolean =>
  dailyRemaining !== undefined && dailyRemaining <= 0;

export function comeBackAt(told: ToldLimits, now: Date): Date {
  const { retryAfterMs, intervalMs = INTERVAL_MS, dailyResetMs } = told;
  const waits = isDayOver(told)
    ? (dailyResetMs ?? retryAfterMs ?? DAILY_PAUSE_MS)
    : (retryAfterMs ?? intervalMs);
  return new Date(now.getTime() + Math.min(waits, DAY_MS));
}
