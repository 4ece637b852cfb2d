import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { ApiCall } from './apiCall.ts';
import { googleErrors } from './googleError.ts';
import { isOlder, type Place, placeIn } from './messageStore.ts';
import { maxResultsOf, readToken, writeToken } from './parameters.ts';
import { candidates, namesSpamOrTrash, predicateOf } from './search.ts';
import { parseSearch } from './searchSyntax.ts';
import { timeSpanOf } from './searchTime.ts';
import type { StoredMessage } from './storedMessage.ts';

/** The last message of the page before: what arrives meanwhile moves no page. Good for the listing that gave it. */
const TOKEN = z.object({ internalDate: z.number(), id: z.string(), listing: z.string() });

/** Gmail's estimate while there are more pages: it does not count. */
const MANY = 201;

export interface MessageList {
  readonly page: readonly StoredMessage[];
  readonly nextPageToken: string | undefined;
  readonly resultSizeEstimate: number;
}

export function listMessages(call: ApiCall): MessageList {
  const maxResults = maxResultsOf(call.query);
  const listing = listingOf(call);
  const token = readToken(TOKEN, call.query);
  if (token && token.listing !== listing) throw googleErrors.invalid('Invalid pageToken');
  const found = take(newestFirst(call, token), maxResults + 1);
  const page = found.slice(0, maxResults);
  const last = found.length > maxResults ? page.at(-1) : undefined;
  return {
    page,
    nextPageToken: last && writeToken({ internalDate: last.internalDate, id: last.id, listing }),
    resultSizeEstimate: last ? Math.max(MANY, page.length) : page.length,
  };
}

/** Tells listings apart: the mailbox and what is asked of it, not how many a page. */
function listingOf({ account, query }: ApiCall): string {
  const asked = ['q', 'labelIds', 'includeSpamTrash'].map((name) => query.getAll(name));
  return createHash('sha256')
    .update(JSON.stringify([account.address, asked]))
    .digest('base64url');
}

/** The hits of the call's search and labels that are older than `before`. @throws GoogleError 400 for an unknown label */
export function* newestFirst(call: ApiCall, before?: Place): Generator<StoredMessage> {
  const { store } = call.account.mailbox;
  const asked = call.query.get('q') ?? '';
  const query = parseSearch(asked);
  const labels = call.query.getAll('labelIds');
  const unknown = labels.find((label) => !call.account.labels.get(label));
  if (unknown !== undefined) throw googleErrors.invalid(`Invalid label: ${unknown}`);
  const everywhere =
    call.query.get('includeSpamTrash') === 'true' ||
    labels.some((label) => label === 'SPAM' || label === 'TRASH') ||
    namesSpamOrTrash(query);
  const context = {
    now: call.now(),
    labelId: (name: string) => call.account.labels.idOf(name),
    ...call.account.searchTraps,
  };
  const isHit = predicateOf(query, context);
  const some = candidates(query, store);
  const sorted = some ? [...some].sort((a, b) => (isOlder(a, b) ? -1 : 1)) : store.oldestFirst();
  const span = timeSpanOf(query, context);
  const oldest = startOf(sorted, span.from);
  const end = Math.min(startOf(sorted, span.until), before ? placeIn(sorted, before) : sorted.length);
  for (let at = end - 1; at >= oldest; at -= 1) {
    const message = sorted[at];
    if (!message || !labels.every((label) => message.labels.has(label))) continue;
    if (!everywhere && (message.labels.has('SPAM') || message.labels.has('TRASH'))) continue;
    if (asked !== '' && isTooFresh(message, context)) continue;
    if (isHit(message)) yield message;
  }
}

const isTooFresh = (
  { labels, internalDate }: StoredMessage,
  { now, sentVisibleAfterMs }: { now: number; sentVisibleAfterMs: number },
) => sentVisibleAfterMs > 0 && labels.has('SENT') && now - internalDate < sentVisibleAfterMs;

/** Where the messages from `instant` on begin. */
const startOf = (sorted: readonly Place[], instant: number) =>
  placeIn(sorted, { internalDate: instant, id: '' });

function take<T>(items: Iterable<T>, count: number): T[] {
  const taken: T[] = [];
  for (const item of items) {
    taken.push(item);
    if (taken.length === count) break;
  }
  return taken;
}
