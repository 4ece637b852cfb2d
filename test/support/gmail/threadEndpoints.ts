import { z } from 'zod';
import type { ApiCall, Endpoints } from './apiCall.ts';
import { snippetOf } from './bodyText.ts';
import { googleErrors } from './googleError.ts';
import { newestFirst } from './listMessages.ts';
import { changeLabels, refWithLabels } from './messageEndpoints.ts';
import { messageJson } from './messageJson.ts';
import { formatOf, maxResultsOf, readToken, writeToken } from './parameters.ts';
import type { StoredMessage } from './storedMessage.ts';

const TOKEN = z.object({ after: z.number() });

export const threadEndpoints: Endpoints<'threads.'> = {
  'threads.list': (call) => {
    const maxResults = maxResultsOf(call.query);
    const skipped = readToken(TOKEN, call.query)?.after ?? 0;
    const ids = [...new Set([...newestFirst(call)].map(({ threadId }) => threadId))];
    const page = ids.slice(skipped, skipped + maxResults);
    const more = ids.length > skipped + maxResults;
    return {
      ...(page.length > 0 && { threads: page.map((id) => threadHead(id, messagesOf(call, id))) }),
      ...(more && { nextPageToken: writeToken({ after: skipped + maxResults }) }),
      resultSizeEstimate: ids.length,
    };
  },
  'threads.get': (call) => {
    const { id, query, style } = call;
    const messages = messagesOf(call, id);
    const format = formatOf(query);
    if (format === 'raw') throw googleErrors.invalid("Invalid value at 'format': raw is not of threads");
    return {
      id,
      historyId: lastChange(messages),
      messages: messages.map((each) => messageJson(each, format, style, query.getAll('metadataHeaders'))),
    };
  },
  'threads.modify': (call) => {
    changeLabels(call.account, messagesOf(call, call.id), call.json);
    return changed(call);
  },
  'threads.trash': (call) => {
    forEach(call, (id) => call.account.trash(id));
    return changed(call);
  },
  'threads.untrash': (call) => {
    forEach(call, (id) => call.account.untrash(id));
    return changed(call);
  },
  'threads.delete': (call) => {
    forEach(call, (id) => call.account.delete(id));
  },
};

/** Oldest first. @throws GoogleError 404 */
function messagesOf({ account }: ApiCall, id: string): readonly StoredMessage[] {
  const messages = account.mailbox.store.thread(id);
  if (messages.length === 0) throw googleErrors.notFound();
  return messages;
}

const threadHead = (id: string, messages: readonly StoredMessage[]) => {
  const newest = messages.at(-1);
  return { id, snippet: newest ? snippetOf(newest.raw) : '', historyId: lastChange(messages) };
};

function lastChange(messages: readonly StoredMessage[]): string {
  let last = 0n;
  for (const { historyId } of messages) if (historyId > last) last = historyId;
  return last.toString();
}

function forEach(call: ApiCall, change: (id: string) => unknown): void {
  const ids = messagesOf(call, call.id).map(({ id }) => id);
  call.account.mailbox.operation(() => ids.forEach(change));
}

const changed = (call: ApiCall) => ({
  id: call.id,
  messages: messagesOf(call, call.id).map(refWithLabels),
});
