import {
  countMerged,
  type MergeCounts,
  type MergePage,
  type MergeRequest,
  type MergeResult,
  NOTHING_MERGED,
} from '../../domain/conversations/mergeResult.ts';
import {
  conversationOf,
  type FoundConversation,
  isOld,
  type OldConversation,
  objectionToDocument,
} from '../../domain/conversations/oldConversation.ts';
import type { ConversationId } from '../../domain/ids.ts';
import type { Log } from '../../domain/logEvents.ts';
import { inParallel } from '../inParallel.ts';
import { fullPages } from './fullPages.ts';
import { mergeContact } from './mergeContact.ts';
import type { MergeDeps } from './mergeDeps.ts';

const PAGE = 300;

/**
 * Goes through all conversations, and merges those that the old system left into the one that each contact has. It
 * keeps nothing of where it is: stopped at any moment and begun again, it finds what is left to do, and nothing else.
 */
export async function mergeConversations(
  deps: MergeDeps,
  request: MergeRequest,
  told: (page: MergePage) => void,
): Promise<MergeCounts> {
  const { conversations, clock, log } = deps;
  const { locationId, preview } = request;
  const startedAt = clock.now();
  let counts = NOTHING_MERGED;
  const pages = fullPages<FoundConversation>(PAGE, (page) =>
    conversations.conversationPage({ locationId, ...page }),
  );
  for await (const found of pages) {
    const page = await mergePage(deps, found, preview);
    if (!preview) report(log, page.results);
    counts = countMerged(counts, page);
    told(page);
  }
  const durationMs = clock.now().getTime() - startedAt.getTime();
  if (!preview) log.event('conversationsMerged', { locationId, ...counts, durationMs });
  return counts;
}

/** Several contacts side by side; of one contact, one conversation after the other. */
async function mergePage(
  deps: MergeDeps,
  found: readonly FoundConversation[],
  preview: boolean,
): Promise<MergePage> {
  const byContact = Map.groupBy(found.filter(isOld), ({ owner }) => conversationOf(owner).conversationId);
  const merged = await inParallel([...byContact.values()], async (old) => {
    const [first] = old;
    if (!first) return { results: [], isLast: false };
    const isLast = await isLastOf(deps, old);
    const results = await mergeContact(deps, conversationOf(first.owner), old, { preview });
    return { results, isLast };
  });
  const odd = found.flatMap((each): readonly MergeResult[] => {
    const objection = isOld(each) ? undefined : objectionToDocument(each);
    return objection ? [{ found: each, into: null, messages: 0, objection }] : [];
  });
  return {
    looked: found.length,
    contacts: merged.filter(({ isLast }) => isLast).length,
    results: [...odd, ...merged.flatMap(({ results }) => results)],
  };
}

/** Whether no page to come has another of the contact's: so each is counted once, and none has to be remembered. */
async function isLastOf({ conversations }: MergeDeps, old: readonly OldConversation[]): Promise<boolean> {
  const last = old.at(-1);
  if (!last) return false;
  const isTarget = (id: ConversationId) => id === conversationOf(last.owner).conversationId;
  const after = await conversations.conversationsAfter(last.owner, last.conversationId, 2);
  return after.every(isTarget);
}

function report(log: Log, results: readonly MergeResult[]): void {
  for (const { found, messages, objection } of results) {
    const { conversationId, owner } = found;
    if (!objection) log.event('conversationMerged', { conversationId, ...owner, moved: messages });
    else {
      const { reason, messageId } = objection;
      log.event('conversationLeft', { conversationId, ...owner, reason, messageId: messageId ?? undefined });
    }
  }
}
