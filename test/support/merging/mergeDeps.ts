import type { MergeRequest } from '../../../shared/domain/conversations/mergeResult.ts';
import { mergeConversations } from '../../../shared/sync/conversations/mergeConversations.ts';
import type { MergeDeps } from '../../../shared/sync/conversations/mergeDeps.ts';
import type { MemoryStore } from '../memory-store/memoryStore.ts';
import { recordingLog } from '../recordingLog.ts';
import { LATER } from './legacy.ts';

export function mergeDepsOf(store: MemoryStore): MergeDeps {
  const clock = { now: () => LATER, sleep: async () => {} };
  return { conversations: store, audits: store, clock, log: recordingLog().log };
}

/** A merge to its end: its counts, and what it told of single conversations. */
export async function merge(deps: MergeDeps, request: Partial<MergeRequest> = {}) {
  const told: string[] = [];
  const counts = await mergeConversations(deps, { preview: false, ...request }, ({ results }) => {
    for (const { found, messages, objection } of results)
      told.push(`${found.conversationId} ${messages} ${objection?.reason ?? 'merged'}`);
  });
  return { counts, told: told.sort() };
}
