import { labelsAfter, type NetEffect } from './foldHistory.ts';
import type { MessageRef } from './gmail.ts';
import type { GmailMessageId, MessageId } from './ids.ts';
import {
  isDecidedAnew,
  isLeftOut,
  isSkippedByLabel,
  type Ledger,
  type LedgerEntry,
  type SkipReason,
  skipReasonOf,
} from './ledger.ts';
import type { Ingested } from './planCommit.ts';

/** What has to be done for a stretch of history, given what the ledger knows already. */
export interface IngestPlan {
  /** Never seen, or skipped for labels that it no longer has: to be fetched and matched. */
  readonly fetch: readonly MessageRef[];
  /** Decided without a fetch. */
  readonly skipped: readonly Extract<Ingested, { type: 'skip' }>[];
  /** Stored, and now relabelled or deleted. */
  readonly changed: readonly { readonly messageIds: readonly MessageId[]; readonly effect: NetEffect }[];
  /** To be fetched, and yet no news: somebody has asked for mail that was known and not wanted before. */
  readonly asked: ReadonlySet<GmailMessageId>;
}

/** An id that the ledger has is not fetched again; a change of labels alone needs no fetch at all. */
export function planIngest(effects: readonly NetEffect[], ledger: Ledger): IngestPlan {
  const fetch: MessageRef[] = [];
  const skipped: IngestPlan['skipped'][number][] = [];
  const changed: IngestPlan['changed'][number][] = [];
  const asked = new Set<GmailMessageId>();
  for (const effect of effects) {
    const before = ledger.get(effect.id);
    const step = decide(effect, before);
    if (step === 'fetch') {
      fetch.push({ id: effect.id, threadId: effect.threadId });
      if (effect.effect === 'asked' || isLeftOut(before)) asked.add(effect.id);
    } else if (step === 'change' && before?.state === 'stored') {
      changed.push({ messageIds: before.messageIds, effect });
    } else if (step !== 'nothing' && step !== 'change') {
      skipped.push({ type: 'skip', before, gmailId: effect.id, reason: step });
    }
  }
  return { fetch, skipped, changed, asked };
}

type Step = 'fetch' | 'change' | 'nothing' | SkipReason;

function decide(effect: NetEffect, before: LedgerEntry | undefined): Step {
  if (effect.effect === 'asked') return 'fetch';
  if (before?.state === 'stored') return hasNewState(effect) ? 'change' : 'nothing';
  if (effect.effect === 'deleted') return 'nothing';
  if (before?.state === 'struck') return 'fetch';
  if (effect.effect === 'listed' || effect.effect === 'seen') {
    if (!before) return effect.effect === 'listed' ? 'fetch' : 'nothing';
    const isOpen = isSkippedByLabel(before) || isGone(before) || isDecidedAnew(before, effect.anew);
    return isOpen ? 'fetch' : 'nothing';
  }
  if (isGone(before) && effect.effect === 'relabelled') return 'fetch';
  if (before && !isSkippedByLabel(before)) return 'nothing';
  if (!before && effect.effect === 'relabelled' && !leftHiding(effect)) return 'nothing';
  const reason = skipReasonOf(labelsAfter(before ? [labelOf(before)] : [], effect));
  if (reason === undefined) return 'fetch';
  return before?.state === 'skipped' && before.reason === reason ? 'nothing' : reason;
}

function hasNewState({ effect, labels, labelsAdded, labelsRemoved }: NetEffect): boolean {
  return effect === 'deleted' || labels !== undefined || labelsAdded.length + labelsRemoved.length > 0;
}

/** Taken for deleted, and yet history has news of it: it had only not been visible yet. */
function isGone(entry: LedgerEntry | undefined): boolean {
  return entry?.state === 'skipped' && entry.reason === 'gone';
}

/** Mail that comes out of spam, trash or drafts was never listed before: its relabelling is its arrival. */
function leftHiding({ labelsRemoved }: NetEffect): boolean {
  return skipReasonOf(labelsRemoved) !== undefined;
}

function labelOf(entry: LedgerEntry): string {
  return entry.state === 'skipped' ? entry.reason.toUpperCase() : '';
}
