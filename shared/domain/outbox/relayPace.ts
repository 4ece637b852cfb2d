import type { GhlLimits } from '../ghl.ts';

/** When the last calls to GHL for a location began, oldest first, as far back as its limit counts. */
export interface Pace {
  readonly starts: readonly Date[];
}

/** GHL's limit for an app and a location. https://marketplace.gohighlevel.com/docs/oauth/Faqs */
const BURST = { calls: 100, intervalMs: 10_000 };

/** Nine and a half a second; 96 at the most in any interval. */
const SPACING_MS = 105;

/** What is left to others, and to a count that is a little off. */
const SPARE = 4;

/** GHL does not say when its day begins. */
const DAILY_PAUSE_MS = 60 * 60_000;

/** When the next call may begin, and the pace with it. What others use of the same limit is left to them. */
export function nextStart(pace: Pace, limits: GhlLimits | undefined, now: Date): { at: Date; pace: Pace } {
  const last = pace.starts.at(-1);
  const spacing = SPACING_MS * slowdown(pace, limits, now);
  const at = new Date(Math.max(now.getTime(), last ? last.getTime() + spacing : 0));
  const since = at.getTime() - 2 * BURST.intervalMs;
  return { at, pace: { starts: [...pace.starts.filter((start) => start.getTime() > since), at] } };
}

/** Set where GHL takes no more calls today: until when it is left alone. */
export function dailyPause(limits: GhlLimits | undefined, now: Date): Date | undefined {
  if (!limits || limits.dailyRemaining > 0) return undefined;
  const until = new Date(limits.at.getTime() + DAILY_PAUSE_MS);
  return until > now ? until : undefined;
}

/** By how much of the limit others use: what is missing in GHL's count and was not us. */
function slowdown({ starts }: Pace, limits: GhlLimits | undefined, now: Date): number {
  if (!limits || now.getTime() - limits.at.getTime() > BURST.intervalMs) return 1;
  const told = limits.at.getTime();
  const own = starts.filter((start) => start.getTime() <= told && start.getTime() > told - BURST.intervalMs);
  const others = Math.max(0, BURST.calls - SPARE - limits.remaining - own.length);
  const ours = Math.max(1, BURST.calls - SPARE - others);
  return (BURST.calls - SPARE) / ours;
}
