import type { Arrival, Destination } from './arrival.ts';
import { type CommitChanges, CommitDraft, type CommitReads, type CommitState } from './commitDraft.ts';
import { areSameLabels, labelsAfter, type NetEffect } from './foldHistory.ts';
import { type GmailMessageId, type LocationId, type MailboxId, MessageId } from './ids.ts';
import { type LedgerEntry, type SkipReason, strike } from './ledger.ts';
import { addCounters, type Counters, NO_COUNTS } from './mailbox.ts';
import { acceptsCopy, withArrival, withCopy, withoutCopy } from './messageCopies.ts';
import type { SyncErrorCode } from './syncError.ts';

/** What became of one Gmail id in this run, decided before the transaction. */
export type Ingested =
  | {
      readonly type: 'store';
      readonly before: LedgerEntry | undefined;
      readonly arrival: Arrival;
      readonly destinations: readonly Destination[];
      /** Gmail's history tells of it as new, and the ledger knew nothing of it. */
      readonly isNews?: boolean;
    }
  | {
      readonly type: 'skip';
      readonly before: LedgerEntry | undefined;
      readonly gmailId: GmailMessageId;
      readonly reason: SkipReason;
    }
  /** It could not be read, for the first time or once more. */
  | {
      readonly type: 'strike';
      readonly before: LedgerEntry | undefined;
      readonly gmailId: GmailMessageId;
      readonly error: SyncErrorCode;
    }
  /** A stored message was relabelled or deleted in this mailbox. */
  | {
      readonly type: 'change';
      readonly messageIds: readonly MessageId[];
      readonly effect: NetEffect;
      /** The agent's locations: what one has left keeps its messages as they were. */
      readonly locationIds: readonly LocationId[];
    }
  /** The mailbox's copy goes, and with the last copy the message; `locationIds` as for a change. */
  | {
      readonly type: 'erase';
      readonly gmailId: GmailMessageId;
      readonly before: LedgerEntry;
      readonly locationIds: readonly LocationId[];
      /** Those that are linked to GHL. */
      readonly linkedIds?: readonly LocationId[];
    }
  /** A former agent's: the entry goes, and what was stored stays as it is. */
  | { readonly type: 'forget'; readonly gmailId: GmailMessageId };

export type CommitPlan =
  /** Decided only once these are read, too. */
  | ({ readonly type: 'reads' } & CommitReads)
  | (CommitChanges & {
      readonly type: 'writes';
      readonly ledger: readonly LedgerWrite[];
      readonly counters: Counters;
    });

/** null is an entry that is deleted. */
interface LedgerWrite {
  readonly gmailId: GmailMessageId;
  readonly before: LedgerEntry | undefined;
  readonly entry: LedgerEntry | null;
}

/**
 * Turns what was ingested into the documents to write. The transaction reads what the plan asks for until the plan
 * has nothing left to ask, so that every decision is made here and every read precedes the first write.
 */
export function planCommit(
  ingested: readonly Ingested[],
  state: CommitState,
  at: { mailboxId: MailboxId; now: Date },
): CommitPlan {
  const draft = new CommitDraft(state, at.now);
  const ledger = ingested.flatMap((item) => {
    switch (item.type) {
      case 'store': {
        const placed = item.destinations.map((to) => storeArrival(draft, item, to, at));
        const messageIds = [...new Set([...placesBefore(item.before), ...placed])];
        const { gmailId, sentAt: receivedAt } = item.arrival;
        return [ledgerWrite(gmailId, item.before, { state: 'stored', messageIds, receivedAt, at: at.now })];
      }
      case 'skip':
        return [
          ledgerWrite(item.gmailId, item.before, { state: 'skipped', reason: item.reason, at: at.now }),
        ];
      case 'strike':
        return [ledgerWrite(item.gmailId, item.before, strike(item.before, item.error, at.now))];
      case 'change':
        for (const messageId of item.messageIds) changeCopy(draft, messageId, item, at);
        return [];
      case 'erase':
        eraseCopies(draft, item, at);
        return [ledgerWrite(item.gmailId, item.before, null)];
      case 'forget':
        return [ledgerWrite(item.gmailId, undefined, null)];
      default:
        return item satisfies never;
    }
  });
  const missing = draft.missing();
  if (missing) return { type: 'reads', ...missing };
  return { type: 'writes', ...draft.changes(), ledger, counters: countersOf(ledger) };
}

/** A mail that is stored once more, because it has become another contact's as well, stays where it is, too. */
const placesBefore = (entry: LedgerEntry | undefined): readonly MessageId[] =>
  entry?.state === 'stored' ? entry.messageIds : [];

/** An email of one mailbox takes the first place of its fingerprint that is free or already its own. */
function storeArrival(
  draft: CommitDraft,
  { arrival, before: entry }: Extract<Ingested, { type: 'store' }>,
  to: Destination,
  at: { mailboxId: MailboxId; now: Date },
): MessageId {
  const isItsOwn = (id: MessageId) => {
    const message = draft.message(id);
    return message?.locationId === to.locationId && message.copies[at.mailboxId]?.gmailId === arrival.gmailId;
  };
  const messageId = placesBefore(entry).find(isItsOwn) ?? freePlace(draft, arrival, to, at);
  const before = draft.message(messageId);
  const after = withArrival(before, arrival, { ...to, messageId, ...at });
  draft.put(before, after);
  const added = after.contactIds.filter((contactId) => !before?.contactIds.includes(contactId));
  if (to.log) draft.log(after, added, to.log);
  return messageId;
}

function freePlace(
  draft: CommitDraft,
  arrival: Arrival,
  { locationId }: Destination,
  { mailboxId }: { mailboxId: MailboxId },
): MessageId {
  for (let ordinal = 0; ; ordinal += 1) {
    const messageId = MessageId.of(locationId, arrival.fingerprint, ordinal);
    if (acceptsCopy(draft.message(messageId), mailboxId, arrival)) return messageId;
  }
}

function changeCopy(
  draft: CommitDraft,
  messageId: MessageId,
  { effect, locationIds }: Extract<Ingested, { type: 'change' }>,
  at: { mailboxId: MailboxId; now: Date },
) {
  const before = draft.message(messageId);
  if (!before || !locationIds.includes(before.locationId)) return;
  const copy = before.copies[at.mailboxId];
  if (copy?.gmailId !== effect.id || copy.deletedAt) return;
  if (effect.effect === 'deleted') {
    draft.put(before, withCopy(before, at.mailboxId, { ...copy, deletedAt: at.now }, at.now));
    return;
  }
  const labels = labelsAfter(copy.labels, effect);
  // History tells our own changes, too: what is known already is not written, and no screen is told of it.
  if (areSameLabels(copy.labels, labels)) return;
  draft.put(before, withCopy(before, at.mailboxId, { ...copy, labels }, at.now));
}

function eraseCopies(
  draft: CommitDraft,
  { gmailId, before: entry, locationIds, linkedIds }: Extract<Ingested, { type: 'erase' }>,
  at: { mailboxId: MailboxId; now: Date },
) {
  for (const messageId of entry.state === 'stored' ? entry.messageIds : []) {
    const before = draft.message(messageId);
    if (!before || !locationIds.includes(before.locationId)) continue;
    if (before.copies[at.mailboxId]?.gmailId !== gmailId) continue;
    const after = withoutCopy(before, at.mailboxId, at.now);
    if (after) draft.put(before, after);
    else draft.remove(before);
    if (!after && linkedIds?.includes(before.locationId)) draft.unlog(before);
  }
}

function ledgerWrite(
  gmailId: GmailMessageId,
  before: LedgerEntry | undefined,
  entry: LedgerEntry | null,
): LedgerWrite {
  return { gmailId, before, entry };
}

function countersOf(ledger: readonly LedgerWrite[]): Counters {
  return ledger.reduce(
    (sum, { before, entry }) => addCounters(addCounters(sum, countOf(entry, 1)), countOf(before, -1)),
    NO_COUNTS,
  );
}

function countOf(entry: LedgerEntry | undefined | null, sign: 1 | -1): Counters {
  if (!entry || entry.state === 'struck') return NO_COUNTS;
  return entry.state === 'stored'
    ? { stored: sign, skipped: {} }
    : { stored: 0, skipped: { [entry.reason]: sign } };
}
