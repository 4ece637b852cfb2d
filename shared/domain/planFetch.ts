import type { MessageRef } from './gmail.ts';
import type { GmailMessageId, GmailThreadId } from './ids.ts';
import type { GmailUnits } from './quota/gmailUnits.ts';

/** One Gmail call of a fetch, and the messages that it is made for. */
export type Fetch =
  | { readonly type: 'message'; readonly id: GmailMessageId; readonly threadId: GmailThreadId }
  | { readonly type: 'thread'; readonly threadId: GmailThreadId; readonly ids: readonly GmailMessageId[] };

/**
 * The cheapest calls that bring all of `wanted`: per thread either k gets or one thread get. On a tie the gets
 * win, because a thread may hold many messages that nobody asked for. The order of `wanted` is kept by thread.
 */
export function planFetch(wanted: readonly MessageRef[], units: GmailUnits): readonly Fetch[] {
  return [...byThread(wanted)].flatMap(([threadId, ids]): Fetch[] =>
    ids.size * units['messages.get'] > units['threads.get']
      ? [{ type: 'thread', threadId, ids: [...ids] }]
      : [...ids].map((id) => ({ type: 'message', id, threadId })),
  );
}

function byThread(refs: readonly MessageRef[]): Map<GmailThreadId, Set<GmailMessageId>> {
  const threads = new Map<GmailThreadId, Set<GmailMessageId>>();
  for (const { id, threadId } of refs) {
    const ids = threads.get(threadId) ?? new Set();
    threads.set(threadId, ids.add(id));
  }
  return threads;
}
