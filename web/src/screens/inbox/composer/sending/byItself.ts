import type { Attempt } from '../drafts/draft.ts';

/** After that nobody expects any longer that it goes without them. */
const EXPECTED_MS = 10 * 60_000;

const MOST_ASKED = 1;

const isExpected = ({ at }: Attempt, now: number): boolean => now >= at && now - at < EXPECTED_MS;

/** Whether a mail that was on its way when its page was left is asked for again before anybody says so. */
export const isResumed = (attempt: Attempt, now: number): boolean =>
  attempt.doubt === null && isExpected(attempt, now);

/** Whether what is in doubt is asked for without anybody pressing anything: once, by a page that saw it sent. */
export const asksByItself = (
  attempt: Attempt,
  { now, pageSince }: { now: number; pageSince: number },
): boolean =>
  attempt.doubt !== null &&
  attempt.doubt.asked < MOST_ASKED &&
  attempt.at >= pageSince &&
  isExpected(attempt, now);
