import { z } from 'zod';
import type { ApiCall } from './apiCall.ts';
import { googleErrors } from './googleError.ts';
import type { HistoryEntry } from './historyLog.ts';
import { labelIds, messageRef } from './messageJson.ts';
import { maxResultsOf, readToken, writeToken } from './parameters.ts';

/** `end` is the last id of this listing, so that pages of a shuffled history neither overlap nor leave a gap. */
const TOKEN = z.object({ skip: z.number(), end: z.string(), empty: z.boolean() });

/** `history.list`. */
export function listHistory({ account, query }: ApiCall): unknown {
  const { history } = account.mailbox;
  const token = readToken(TOKEN, query);
  const seen = token ? BigInt(token.end) : history.begin();
  const start = startOf(query);
  history.check(start);
  const entries = history.between(start, seen).filter(filterOf(query));
  const maxResults = maxResultsOf(query);
  const skip = token?.skip ?? 0;
  if (history.traps.emptyPages && entries.length > skip && !token?.empty) {
    return { nextPageToken: next(skip, seen, true), historyId: seen.toString() };
  }
  const page = entries.slice(skip, skip + maxResults);
  const more = entries.length > skip + maxResults;
  return {
    ...(page.length > 0 && { history: page.map((entry) => record(entry, history.traps.withoutLabels)) }),
    ...(more && { nextPageToken: next(skip + maxResults, seen, false) }),
    historyId: seen.toString(),
  };
}

const next = (skip: number, end: bigint, empty: boolean) => writeToken({ skip, end: end.toString(), empty });

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
