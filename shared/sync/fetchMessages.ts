import pLimit from 'p-limit';
import type { GmailMessage } from '../domain/gmail.ts';
import type { GmailMessageId } from '../domain/ids.ts';
import type { Fetch } from '../domain/planFetch.ts';
import { SyncError } from '../domain/syncError.ts';
import type { Clock, Gmail } from '../ports.ts';

/** Well below where Gmail answers "Too many concurrent requests for user". */
const CONCURRENT_CALLS = 10;

/** A mail that an agent sends to himself can be unknown to `messages.get` for about three seconds. */
const GONE_RETRIES_MS = [400, 1_000, 2_000];

export interface Fetched {
  readonly messages: readonly GmailMessage[];
  /** Deleted in Gmail between the listing and the fetch. */
  readonly gone: readonly GmailMessageId[];
}

/** Executes a plan of fetches, several calls at a time, and stops at the first failure that is not a lost message. */
export async function fetchMessages(gmail: Gmail, clock: Clock, plan: readonly Fetch[]): Promise<Fetched> {
  const limit = pLimit(CONCURRENT_CALLS);
  try {
    const results = await Promise.all(plan.map((fetch) => limit(() => execute(gmail, clock, fetch))));
    return { messages: results.flatMap((r) => r.messages), gone: results.flatMap((r) => r.gone) };
  } finally {
    limit.clearQueue();
  }
}

async function execute(gmail: Gmail, clock: Clock, fetch: Fetch): Promise<Fetched> {
  const ids = fetch.type === 'thread' ? fetch.ids : [fetch.id];
  const messages = await untilFound(clock, async () =>
    fetch.type === 'thread' ? gmail.getThread(fetch.threadId) : [await gmail.getMessage(fetch.id)],
  );
  const wanted = messages.filter(({ id }) => ids.includes(id));
  return { messages: wanted, gone: ids.filter((id) => !wanted.some((message) => message.id === id)) };
}

async function untilFound(
  clock: Clock,
  get: () => Promise<readonly GmailMessage[]>,
): Promise<readonly GmailMessage[]> {
  for (const delay of [...GONE_RETRIES_MS, undefined]) {
    try {
      return await get();
    } catch (error) {
      if (!SyncError.is(error, 'messageGone')) throw error;
      if (delay !== undefined) await clock.sleep(delay);
    }
  }
  return [];
}
