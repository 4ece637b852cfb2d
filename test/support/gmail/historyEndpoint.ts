import { z } from 'zod';
import type { ApiCall } from './apiCall.ts';
import { googleErrors } from './googleError.ts';
import type { HistoryEntry } from './historyLog.ts';
import { labelIds, messageRef } from './messageJson.ts';
import { maxResultsOf, readToken, writeToken } from './parameters.ts';

/**
 * `end` is the last id of this listing, so that pages of a shuffled history neither overlap nor leave a gap; `start`
 * and `account` say which listing it is.
 */
const TOKEN = z.object({
  account: z.string(),
  start: z.string(),
  end: z.string(),
  skip: z.number(),
  empty: z.boolean(),
});
type Token = z.infer<typeof TOKEN>;

/** `history.list`. */
export function listHistory({ account, query }: ApiCall): unknown {
  const { history } = account.mailbox;
  const token = readToken(TOKEN, query);
  const seen = token ? BigInt(token.end) : history.begin();
  const start = startOf(query);
  history.check(start);
  const listing = { account: account.address, start: start.toString(), end: seen.toString() };
  if (token && (token.account !== listing.account || token.start !== listing.start)) {
    throw googleErrors.invalid('Invalid pageToken');
  }
  const entries = history.between(start, seen).filter(filterOf(query));
  const maxResults = maxResultsOf(query);
  const skip = token?.skip ?? 0;
  if (history.traps.emptyPages && entries.length > skip && !token?.empty) {
    return { nextPageToken: next({ ...listing, skip, empty: true }), historyId: seen.toString() };
  }
  const page = entries.slice(skip, skip + maxResults);
  const more = entries.length > skip + maxResults;
  return {
    ...(page.length > 0 && { history: page.map((entry) => record(entry, history.traps.withoutLabels)) }),
    ...(more && { nextPageToken: next({ ...listing, skip: skip + maxResults, empty: false }) }),
    historyId: seen.toString(),
  };
}

const next = (token: Token) => writeToken(token);

function startOf(query: URLSearchParams): bigint {
  const given = query.get('startHistoryId');
  if (given === null || given === '') throw googleErrors.invalid('Missing startHistoryId');
  if (!/^\d{1,20}$/.test(given)) {
    throw googleErrors.invalid(`Invalid value at 'start_history_id' (TYPE_UINT64), "${given}"`);
  }
  return BigInt(given);
}

function filterOf(query: URLSearchParams): (entry: HistoryEntry) => boolean {
  const types = new Set<string>(query.getAll('historyTypes'));
  const label = query.get('labelId');
  return ({ type, labelIds: labels, changed }) =>
    (types.size === 0 || types.has(type)) &&
    (label === null || labels.includes(label) || changed.includes(label));
}

function record(entry: HistoryEntry, withoutLabels: boolean): Record<string, unknown> {
  const ref = messageRef(entry.message);
  const message = withoutLabels ? ref : { ...ref, ...labelIds(entry.labelIds) };
  const head = { id: entry.id.toString(), messages: [ref] };
  switch (entry.type) {
    case 'messageAdded':
      return { ...head, messagesAdded: [{ message }] };
    case 'messageDeleted':
      return { ...head, messagesDeleted: [{ message }] };
    case 'labelAdded':
      return { ...head, labelsAdded: [{ message, labelIds: entry.changed }] };
    case 'labelRemoved':
      return { ...head, labelsRemoved: [{ message, labelIds: entry.changed }] };
    default:
      return entry.type satisfies never;
  }
}
