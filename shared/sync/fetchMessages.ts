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

/**
 * Executes a plan of fetches, several calls at a time. The first failure that is not a lost message ends it: no
 * further call is made, and those under way have ended when it is thrown.
 */
export async function fetchMessages(gmail: Gmail, clock: Clock, plan: readonly Fetch[]): Promise<Fetched> {
  const limit = pLimit(CONCURRENT_CALLS);
  const failed = new AbortController();
  const calls = plan.map((fetch) =>
    limit(async () => {
      if (failed.signal.aborted) return NOTHING;
      return execute({ gmail, clock, failed: failed.signal }, fetch).catch((error: unknown) => {
        failed.abort();
        throw error;
      });
    }),
  );
  const results = await Promise.allSettled(calls);
  const fetched = results.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
  return { messages: fetched.flatMap((r) => r.messages), gone: fetched.flatMap((r) => r.gone) };
}

const NOTHING: Fetched = { messages: [], gone: [] };

interface Caller {
  readonly gmail: Gmail;
  readonly clock: Clock;
  readonly failed: AbortSignal;
}

async function execute(caller: Caller, fetch: Fetch): Promise<Fetched> {
  if (fetch.type === 'message') return one(caller, fetch.id);
  const thread = await unlessGone(() => caller.gmail.getThread(fetch.threadId));
  const messages = (thread ?? []).filter(({ id }) => fetch.ids.includes(id));
  // A thread can be shown without its newest mail, which `messages.get` then knows a moment later.
  const others = fetch.ids.filter((id) => !messages.some((message) => message.id === id));
  const rest = await Promise.all(others.map((id) => one(caller, id)));
  return {
    messages: [...messages, ...rest.flatMap((fetched) => fetched.messages)],
    gone: rest.flatMap(({ gone }) => gone),
  };
}

async function one({ gmail, clock, failed }: Caller, id: GmailMessageId): Promise<Fetched> {
  for (const delay of [...GONE_RETRIES_MS, undefined]) {
    const message = await unlessGone(() => gmail.getMessage(id));
    if (message) return { messages: [message], gone: [] };
    if (delay === undefined || failed.aborted) break;
    await clock.sleep(delay);
  }
  return { messages: [], gone: [id] };
}

async function unlessGone<T>(get: () => Promise<T>): Promise<T | undefined> {
  try {
    return await get();
  } catch (error) {
    if (SyncError.is(error, 'messageGone')) return undefined;
    throw error;
  }
}
