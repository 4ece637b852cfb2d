import type { ConversationRef } from '../../domain/audit/auditComparison.ts';
import { chunks } from '../../domain/chunks.ts';
import type { MergeResult } from '../../domain/conversations/mergeResult.ts';
import {
  CHANGING,
  type NamedMessage,
  type Objection,
  type OldConversation,
  objectionToMessage,
  objectionToTarget,
  UNREADABLE_TARGET,
} from '../../domain/conversations/oldConversation.ts';
import type { MessageId } from '../../domain/ids.ts';
import { SyncError } from '../../domain/syncError.ts';
import { fullPages } from './fullPages.ts';
import type { MergeDeps } from './mergeDeps.ts';

/** Looked at with their words: each can have close to a megabyte, and several contacts are looked at side by side. */
const LOOKED_AT_ONCE = 20;

/** Together with the conversation below the 500 writes of a transaction, and by far below its 10 MiB: only ids are written. */
const MOVED_AT_ONCE = 200;

interface Looked {
  readonly from: OldConversation;
  readonly messageIds: readonly MessageId[];
  readonly objection: Objection | null;
}

interface Merging {
  readonly from: OldConversation;
  /** How many have moved. */
  readonly messages: number;
  readonly objection: Objection | null;
}

/**
 * Merges old conversations of one contact into the one that stays. Each step is a transaction of its own, and whatever
 * comes between two of them, the steps are the same ones when it is repeated: first the messages move, then what stays
 * is counted anew, then the old documents go, which no message names any more.
 */
export async function mergeContact(
  deps: MergeDeps,
  to: ConversationRef,
  old: readonly OldConversation[],
  { preview }: { preview: boolean },
): Promise<readonly MergeResult[]> {
  const target = await deps.conversations.findConversation(to.conversationId);
  const objection = objectionToTarget(target, to);
  const looked: Looked[] = [];
  for (const from of old)
    looked.push(objection ? { from, messageIds: [], objection } : await lookInto(deps, from, to));
  const merged: readonly Merging[] = preview
    ? looked.map(({ messageIds, ...rest }) => ({ ...rest, messages: messageIds.length }))
    : await mergeAll(deps, to, looked);
  return merged.map(({ from: found, ...rest }) => ({ found, into: to.conversationId, ...rest }));
}

async function lookInto(deps: MergeDeps, from: OldConversation, to: ConversationRef): Promise<Looked> {
  const messageIds: MessageId[] = [];
  const named = fullPages<NamedMessage>(LOOKED_AT_ONCE, (page) =>
    deps.conversations.messagesNaming(from.conversationId, page),
  );
  for await (const page of named) {
    for (const message of page) {
      const objection = objectionToMessage(message, to);
      if (objection) return { from, messageIds: [], objection };
      messageIds.push(message.messageId);
    }
  }
  return { from, messageIds, objection: null };
}

async function mergeAll(
  deps: MergeDeps,
  to: ConversationRef,
  looked: readonly Looked[],
): Promise<readonly Merging[]> {
  const moved: Merging[] = [];
  for (const each of looked) moved.push(await moveAll(deps, to, each));
  if (moved.every(({ objection }) => objection)) return moved;
  const uncounted = await recount(deps, to);
  const removed: Merging[] = [];
  for (const each of moved) {
    const objection = each.objection ?? uncounted ?? (await remove(deps, to, each.from));
    if (objection !== 'gone') removed.push({ ...each, objection });
  }
  return removed;
}

async function moveAll(
  { conversations, clock }: MergeDeps,
  to: ConversationRef,
  { from, messageIds, objection }: Looked,
): Promise<Merging> {
  let messages = 0;
  for (const some of chunks(messageIds, MOVED_AT_ONCE)) {
    const request = { from: from.conversationId, to, messageIds: some, now: clock.now() };
    const step = await unlessContended(() => conversations.moveMessages(request));
    if ('objection' in step) return { from, messages, objection: step.objection };
    messages += step.moved;
  }
  return { from, messages, objection };
}

/** Counters may have been wrong before anything moved; moving alone would leave them so. */
async function recount({ audits, clock, log }: MergeDeps, to: ConversationRef): Promise<Objection | null> {
  try {
    const checked = await unlessContended(() =>
      audits.checkConversation(to, { repair: true, now: clock.now() }),
    );
    return typeof checked === 'string' ? null : checked.objection;
  } catch (error) {
    if (error instanceof SyncError) throw error;
    log.event('documentUnreadable', { error });
    return UNREADABLE_TARGET;
  }
}

/** Gone: another merge has removed it, and told of it. */
async function remove(
  { conversations, clock }: MergeDeps,
  to: ConversationRef,
  from: OldConversation,
): Promise<Objection | null | 'gone'> {
  const removed = await unlessContended(() => conversations.removeMerged(from, { to, now: clock.now() }));
  if (typeof removed !== 'string') return removed.objection;
  if (removed === 'kept') return CHANGING;
  return removed === 'gone' ? 'gone' : null;
}

/** What is written to all the time does not hold up the others: it is left for the next time. */
async function unlessContended<T>(work: () => Promise<T>): Promise<T | { readonly objection: Objection }> {
  try {
    return await work();
  } catch (error) {
    if (SyncError.is(error, 'contention')) return { objection: CHANGING };
    throw error;
  }
}
