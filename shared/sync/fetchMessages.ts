import type { GmailMessage } from '../domain/gmail.ts';
import type { GmailMessageId } from '../domain/ids.ts';
import type { Fetch } from '../domain/planFetch.ts';
import { SyncError, type SyncErrorCode } from '../domain/syncError.ts';
import type { Gmail } from '../ports/gmail.ts';
import type { Clock } from '../ports/platform.ts';
import { inParallel } from './inParallel.ts';
import { unlessGone } from './unlessGone.ts';

/** A mail that an agent sends to himself can be unknown to `messages.get` for about three seconds. */
const GONE_RETRIES_MS = [400, 1_000, 2_000];

export interface Fetched {
  readonly messages: readonly GmailMessage[];
  /** Deleted in Gmail between the listing and the fetch. */
  readonly gone: readonly GmailMessageId[];
  /** Answered in a shape that is no message. */
  readonly broken: readonly { readonly id: GmailMessageId; readonly error: SyncError }[];
}

/** Executes a plan of fetches. A failure that is not one message's own ends it. */
export async function fetchMessages(gmail: Gmail, clock: Clock, plan: readonly Fetch[]): Promise<Fetched> {
  return combined(await inParallel(plan, (fetch, failed) => execute({ gmail, clock, failed }, fetch)));
}

/** Failures of one message or thread alone. */
const OWN_FAILURES: readonly SyncErrorCode[] = ['messageGone', 'malformedAnswer'];

const NOTHING: Fetched = { messages: [], gone: [], broken: [] };

function combined(fetched: readonly Fetched[]): Fetched {
  return {
    messages: fetched.flatMap(({ messages }) => messages),
    gone: fetched.flatMap(({ gone }) => gone),
    broken: fetched.flatMap(({ broken }) => broken),
  };
}

interface Caller {
  readonly gmail: Gmail;
  readonly clock: Clock;
  readonly failed: AbortSignal;
}

async function execute(caller: Caller, fetch: Fetch): Promise<Fetched> {
  if (fetch.type === 'message') return one(caller, fetch.id);
  const thread = await unless(OWN_FAILURES, () => caller.gmail.getThread(fetch.threadId));
  const shown = thread instanceof SyncError ? [] : thread;
  const messages = shown.filter(({ id }) => fetch.ids.includes(id));
  // A thread can be shown without its newest mail, and one broken mail spoils it: the others are got one by one.
  const others = fetch.ids.filter((id) => !messages.some((message) => message.id === id));
  return combined([{ ...NOTHING, messages }, ...(await Promise.all(others.map((id) => one(caller, id))))]);
}

async function one(caller: Caller, id: GmailMessageId): Promise<Fetched> {
  const message = await unless(['malformedAnswer'], () =>
    unlessGone({ ...caller, delays: GONE_RETRIES_MS }, () => caller.gmail.getMessage(id)),
  );
  if (message === undefined) return { ...NOTHING, gone: [id] };
  return message instanceof SyncError
    ? { ...NOTHING, broken: [{ id, error: message }] }
    : { ...NOTHING, messages: [message] };
}

/** What `get` answers, or its failure if that is one of these. */
async function unless<T>(codes: readonly SyncErrorCode[], get: () => Promise<T>): Promise<T | SyncError> {
  try {
    return await get();
  } catch (error) {
    if (error instanceof SyncError && codes.includes(error.code)) return error;
    throw error;
  }
}
