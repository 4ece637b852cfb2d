import type { ConversationId, LocationId } from '../ids.ts';
import type { FoundConversation, Objection } from './oldConversation.ts';

/** What became of a conversation, or would become of it. */
export interface MergeResult {
  readonly found: FoundConversation;
  /** Into which it belongs; null where that cannot be told, and where it is that one itself. */
  readonly into: ConversationId | null;
  /** How many messages have moved, or would. */
  readonly messages: number;
  /** Why it is left; null where it is merged. */
  readonly objection: Objection | null;
}

export interface MergeCounts {
  /** Conversations of whatever kind. */
  readonly looked: number;
  /** Contacts that had an old conversation. */
  readonly contacts: number;
  readonly merged: number;
  /** Messages, once for each conversation that they were moved from. */
  readonly moved: number;
  /** Conversations that were left. */
  readonly conflicts: number;
  readonly unreadable: number;
}

export const NOTHING_MERGED: MergeCounts = {
  looked: 0,
  contacts: 0,
  merged: 0,
  moved: 0,
  conflicts: 0,
  unreadable: 0,
};

/** A page of conversations, and what became of those that were not as they should be. */
export interface MergePage {
  readonly looked: number;
  readonly contacts: number;
  readonly results: readonly MergeResult[];
}

export interface MergeRequest {
  /** All, unless one is named. */
  readonly locationId?: LocationId | undefined;
  /** Writes nothing, and tells what it would come to. */
  readonly preview: boolean;
}

export function countMerged(counts: MergeCounts, { looked, contacts, results }: MergePage): MergeCounts {
  const of = (outcome: Objection['outcome'] | undefined) =>
    results.filter(({ objection }) => objection?.outcome === outcome).length;
  return {
    looked: counts.looked + looked,
    contacts: counts.contacts + contacts,
    merged: counts.merged + of(undefined),
    moved: counts.moved + results.reduce((sum, { messages }) => sum + messages, 0),
    conflicts: counts.conflicts + of('conflict'),
    unreadable: counts.unreadable + of('unreadable'),
  };
}
