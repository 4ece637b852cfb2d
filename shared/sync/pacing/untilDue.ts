import type { Clock } from '../../ports/platform.ts';

/** Quota is counted by the minute; a clock that is ahead must not hold anybody up. */
const LONGEST_WAIT_MS = 90_000;

/** Waits until what was put off is due. */
export async function untilDue(clock: Clock, at: Date | undefined): Promise<void> {
  const waitMs = Math.min((at?.getTime() ?? 0) - clock.now().getTime(), LONGEST_WAIT_MS);
  if (waitMs > 0) await clock.sleep(waitMs);
}
