/** How a round's jobs are spread over time. */
export interface Spread {
  /** As many may be queued at once. */
  readonly page: number;
  readonly perMinute: number;
}

/**
 * When so many jobs may be queued, and when all that is queued by then has had its time. A first page never waits, nor
 * does one that comes after a quiet while.
 */
export function turnOf(
  { page, perMinute }: Spread,
  { jobs, spokenFor, now }: { readonly jobs: number; readonly spokenFor: Date; readonly now: Date },
): { readonly at: Date; readonly spokenFor: Date } {
  const eachMs = 60_000 / perMinute;
  const until = Math.max(spokenFor.getTime(), now.getTime()) + jobs * eachMs;
  const at = Math.max(now.getTime(), until - page * eachMs);
  return { at: new Date(at), spokenFor: new Date(until) };
}
