import { z } from 'zod';
import type { ApiCall } from './apiCall.ts';
import { isOlder, type Place, placeIn } from './messageStore.ts';
import { maxResultsOf, readToken, writeToken } from './parameters.ts';
import { candidates, namesSpamOrTrash, predicateOf } from './search.ts';
import { parseSearch } from './searchSyntax.ts';
import type { StoredMessage } from './storedMessage.ts';

/** The last message of the page before: what arrives meanwhile moves no page. */
const TOKEN = z.object({ internalDate: z.number(), id: z.string() });

/** Gmail's estimate while there are more pages: it does not count. */
const MANY = 201;

export interface MessageList {
  readonly page: readonly StoredMessage[];
  readonly nextPageToken: string | undefined;
  readonly resultSizeEstimate: number;
}

export function listMessages(call: ApiCall): MessageList {
  const maxResults = maxResultsOf(call.query);
  const found = take(newestFirst(call, readToken(TOKEN, call.query)), maxResults + 1);
  const page = found.slice(0, maxResults);
  const last = found.length > maxResults ? page.at(-1) : undefined;
  return {
    page,
    nextPageToken: last && writeToken({ internalDate: last.internalDate, id: last.id }),
    resultSizeEstimate: last ? Math.max(MANY, page.length) : page.length,
  };
}

/** The hits of the call's search and labels that are older than `before`. */
export function* newestFirst(call: ApiCall, before?: Place): Generator<StoredMessage> {
  const { store } = call.account.mailbox;
  const query = parseSearch(call.query.get('q') ?? '');
  const labels = call.query.getAll('labelIds');
  const everywhere =
    call.query.get('includeSpamTrash') === 'true' ||
    labels.some((label) => label === 'SPAM' || label === 'TRASH') ||
    namesSpamOrTrash(query);
  const context = { now: call.now(), labelId: (name: string) => call.account.labels.idOf(name) };
  const isHit = predicateOf(query, context);
  const some = candidates(query, store);
  const sorted = some ? [...some].sort((a, b) => (isOlder(a, b) ? -1 : 1)) : store.oldestFirst();
  const from = before ? placeIn(sorted, before) : sorted.length;
  for (let at = from - 1; at >= 0; at -= 1) {
    const message = sorted[at];
    if (!message || !labels.every((label) => message.labels.has(label))) continue;
    if (!everywhere && (message.labels.has('SPAM') || message.labels.has('TRASH'))) continue;
    if (isHit(message)) yield message;
  }
}

function take<T>(items: Iterable<T>, count: number): T[] {
  const taken: T[] = [];
  for (const item of items) {
    taken.push(item);
    if (taken.length === count) break;
  }
  return taken;
}
