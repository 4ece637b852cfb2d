import type { HistoryChange, HistoryRecord, MessageRef } from './gmail.ts';
import { HistoryId } from './historyId.ts';
import type { GmailMessageId, GmailThreadId } from './ids.ts';
import type { Anew } from './ledger.ts';

/** What a stretch of history did to one Gmail id, all in all. */
export interface NetEffect {
  readonly id: GmailMessageId;
  readonly threadId: GmailThreadId;
  /**
   * A deleted id never comes back, so `deleted` wins over whatever else the stretch did. Not history's word, but
   * found in a search, which leaves drafts, chats, spam and trash out: `listed`, as mail that is wanted, `seen`, as mail
   * that is of interest only if it was hidden before, and `asked`, as mail that is decided about once more.
   */
  readonly effect: 'added' | 'relabelled' | 'deleted' | 'listed' | 'seen' | 'asked';
  /** The labels now, where Gmail told them; else undefined and only the changes below are known. */
  readonly labels: readonly string[] | undefined;
  readonly labelsAdded: readonly string[];
  readonly labelsRemoved: readonly string[];
  /** Of a mail that is `listed`: what operations have decided about once more. */
  readonly anew?: Anew;
}

/**
 * Folds history into one net effect an id, in the order of the ids' last change. Records are put in the order of
 * their ids first: Gmail has been seen to list them out of order (googleapis/google-api-nodejs-client#3508).
 * Folding is idempotent, so that a record listed on two pages counts once.
 */
export function foldHistory(records: readonly HistoryRecord[]): readonly NetEffect[] {
  const effects = new Map<GmailMessageId, NetEffect>();
  for (const record of inOrder(records)) {
    for (const change of record.changes) {
      const next = apply(effects.get(change.message.id), change);
      effects.delete(next.id);
      effects.set(next.id, next);
    }
  }
  return [...effects.values()];
}

function inOrder(records: readonly HistoryRecord[]): readonly HistoryRecord[] {
  return [...records].sort((a, b) => (a.id === b.id ? 0 : HistoryId.isAbove(a.id, b.id) ? 1 : -1));
}

function apply(before: NetEffect | undefined, change: HistoryChange): NetEffect {
  const known = before ?? untouched(change.message);
  if (known.effect === 'deleted') return known;
  switch (change.type) {
    case 'messageAdded':
      return { ...known, effect: 'added', labels: change.message.labelIds ?? known.labels };
    case 'messageDeleted':
      return { ...known, effect: 'deleted', labels: undefined, labelsAdded: [], labelsRemoved: [] };
    case 'labelsAdded':
      return {
        ...known,
        labels: change.message.labelIds ?? (known.labels && union(known.labels, change.labelIds)),
        labelsAdded: union(known.labelsAdded, change.labelIds),
        labelsRemoved: without(known.labelsRemoved, change.labelIds),
      };
    case 'labelsRemoved':
      return {
        ...known,
        labels: change.message.labelIds ?? (known.labels && without(known.labels, change.labelIds)),
        labelsAdded: without(known.labelsAdded, change.labelIds),
        labelsRemoved: union(known.labelsRemoved, change.labelIds),
      };
    default:
      return change satisfies never;
  }
}

/** What is known of a message that nothing has happened to yet. */
export function untouched(message: MessageRef): NetEffect {
  return {
    id: message.id,
    threadId: message.threadId,
    effect: 'relabelled',
    labels: undefined,
    labelsAdded: [],
    labelsRemoved: [],
  };
}

/** The labels after the change, given the labels before it. */
export function labelsAfter(before: readonly string[], effect: NetEffect): readonly string[] {
  return effect.labels ?? union(without(before, effect.labelsRemoved), effect.labelsAdded);
}

/** In whichever order. */
export const areSameLabels = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((label) => b.includes(label));

const union = (a: readonly string[], b: readonly string[]) => [...new Set([...a, ...b])];
const without = (a: readonly string[], b: readonly string[]) => a.filter((label) => !b.includes(label));
