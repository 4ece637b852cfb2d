import type { Arrival, Destination } from './arrival.ts';
import { type Conversation, emptyConversation, withMessage, withPreview } from './conversation.ts';
import { labelsAfter, type NetEffect } from './foldHistory.ts';
import { ConversationId, type GmailMessageId, type MailboxId, MessageId } from './ids.ts';
import { type LedgerEntry, type SkipReason, strike } from './ledger.ts';
import { addCounters, type Counters, NO_COUNTS } from './mailbox.ts';
import type { Message } from './message.ts';
import { acceptsCopy, withArrival, withCopy } from './messageCopies.ts';
import type { SyncErrorCode } from './syncError.ts';

/** What became of one Gmail id in this run, decided before the transaction. */
export type Ingested =
  | {
      readonly type: 'store';
      readonly before: LedgerEntry | undefined;
      readonly arrival: Arrival;
      readonly destinations: readonly Destination[];
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
  | { readonly type: 'change'; readonly messageIds: readonly MessageId[]; readonly effect: NetEffect };

/** What the transaction has read so far; null is a document that does not exist. */
export interface CommitState {
  readonly messages: ReadonlyMap<MessageId, Message | null>;
  readonly conversations: ReadonlyMap<ConversationId, Conversation | null>;
  /** The newest visible messages of a conversation, newest first. */
  readonly newest: ReadonlyMap<ConversationId, readonly Message[]>;
}

/** Documents that a plan has to know before it can be drawn. */
export interface CommitReads {
  readonly messageIds: readonly MessageId[];
  readonly conversationIds: readonly ConversationId[];
  readonly newestOf: readonly { readonly conversationId: ConversationId; readonly limit: number }[];
}

export type CommitPlan =
  /** Decided only once these are read, too. */
  | ({ readonly type: 'reads' } & CommitReads)
  | {
      readonly type: 'writes';
      /** Without `before`, new. */
      readonly messages: readonly { before: Message | undefined; after: Message }[];
      readonly conversations: readonly Conversation[];
      readonly ledger: readonly {
        gmailId: GmailMessageId;
        before: LedgerEntry | undefined;
        entry: LedgerEntry;
      }[];
      readonly counters: Counters;
    };

/**
 * Turns what was ingested into the documents to write. The transaction reads what the plan asks for until the plan
 * has nothing left to ask, so that every decision is made here and every read precedes the first write.
 */
export function planCommit(
  ingested: readonly Ingested[],
  state: CommitState,
  at: { mailboxId: MailboxId; now: Date },
): CommitPlan {
  const draft = new Draft(state, at.now);
  const ledger = ingested.flatMap((item) => {
    switch (item.type) {
      case 'store': {
        const messageIds = item.destinations.map((to) => storeArrival(draft, item.arrival, to, at));
        return [ledgerWrite(item.arrival.gmailId, item.before, { state: 'stored', messageIds, at: at.now })];
      }
      case 'skip':
        return [
          ledgerWrite(item.gmailId, item.before, { state: 'skipped', reason: item.reason, at: at.now }),
        ];
      case 'strike':
        return [ledgerWrite(item.gmailId, item.before, strike(item.before, item.error, at.now))];
      case 'change':
        for (const messageId of item.messageIds) changeCopy(draft, messageId, item.effect, at);
        return [];
      default:
        return item satisfies never;
    }
  });
  return draft.missing() ?? { type: 'writes', ...draft.changed(), ledger, counters: countersOf(ledger) };
}

/** An email of one mailbox takes the first place of its fingerprint that is free or already its own. */
function storeArrival(
  draft: Draft,
  arrival: Arrival,
  to: Destination,
  at: { mailboxId: MailboxId; now: Date },
): MessageId {
  let ordinal = 0;
  let messageId = MessageId.of(to.locationId, arrival.fingerprint, ordinal);
  while (!acceptsCopy(draft.message(messageId), at.mailboxId, arrival.gmailId)) {
    ordinal += 1;
    messageId = MessageId.of(to.locationId, arrival.fingerprint, ordinal);
  }
  const before = draft.message(messageId);
  draft.put(before, withArrival(before, arrival, { ...to, messageId, ...at }));
  return messageId;
}

function changeCopy(
  draft: Draft,
  messageId: MessageId,
  effect: NetEffect,
  at: { mailboxId: MailboxId; now: Date },
) {
  const before = draft.message(messageId);
  const copy = before?.copies[at.mailboxId];
  if (!before || copy?.gmailId !== effect.id || copy.deletedAt) return;
  const next =
    effect.effect === 'deleted'
      ? { ...copy, deletedAt: at.now }
      : { ...copy, labels: labelsAfter(copy.labels, effect) };
  draft.put(before, withCopy(before, at.mailboxId, next, at.now));
}

function ledgerWrite(gmailId: GmailMessageId, before: LedgerEntry | undefined, entry: LedgerEntry) {
  return { gmailId, before, entry };
}

function countersOf(ledger: readonly { before: LedgerEntry | undefined; entry: LedgerEntry }[]): Counters {
  return ledger.reduce(
    (sum, { before, entry }) => addCounters(addCounters(sum, countOf(entry, 1)), countOf(before, -1)),
    NO_COUNTS,
  );
}

function countOf(entry: LedgerEntry | undefined, sign: 1 | -1): Counters {
  if (!entry || entry.state === 'struck') return NO_COUNTS;
  return entry.state === 'stored'
    ? { stored: sign, skipped: {} }
    : { stored: 0, skipped: { [entry.reason]: sign } };
}

/** The documents as read, with this commit's changes laid over them; remembers what it was asked and did not know. */
class Draft {
  readonly #state: CommitState;
  readonly #now: Date;
  readonly #messages = new Map<MessageId, Message>();
  readonly #conversations = new Map<ConversationId, Conversation>();
  readonly #missingMessages = new Set<MessageId>();
  readonly #missingConversations = new Set<ConversationId>();

  constructor(state: CommitState, now: Date) {
    this.#state = state;
    this.#now = now;
  }

  message(id: MessageId): Message | undefined {
    const pending = this.#messages.get(id);
    if (pending) return pending;
    const read = this.#state.messages.get(id);
    if (read === undefined) this.#missingMessages.add(id);
    return read ?? undefined;
  }

  put(before: Message | undefined, after: Message): void {
    this.#messages.set(after.messageId, after);
    for (const contactId of after.contactIds) {
      const id = ConversationId.of(after.locationId, contactId);
      const read = this.#state.conversations.get(id);
      if (read === undefined) this.#missingConversations.add(id);
      const conversation =
        this.#conversations.get(id) ?? read ?? emptyConversation(id, after.locationId, contactId, this.#now);
      this.#conversations.set(id, withMessage(conversation, before, after, this.#now));
    }
  }

  /** What is still to be read; undefined once everything is known. */
  missing(): Extract<CommitPlan, { type: 'reads' }> | undefined {
    const messageIds = [...this.#missingMessages];
    const conversationIds = [...this.#missingConversations];
    const isKnown = messageIds.length + conversationIds.length === 0;
    const newestOf = isKnown ? this.#missingNewest() : [];
    return isKnown && newestOf.length === 0
      ? undefined
      : { type: 'reads', messageIds, conversationIds, newestOf };
  }

  /** Conversations whose preview was hidden by this commit, unless nothing is left to show. */
  #missingNewest(): CommitReads['newestOf'] {
    const limit = this.#messages.size + 1;
    return [...this.#conversations.values()]
      .filter((conversation) => this.#hasHiddenPreview(conversation) && conversation.messageCount > 0)
      .filter(({ conversationId }) => !this.#state.newest.has(conversationId))
      .map(({ conversationId }) => ({ conversationId, limit }));
  }

  #hasHiddenPreview({ lastMessage }: Conversation): boolean {
    return lastMessage !== null && Boolean(this.#messages.get(lastMessage.messageId)?.deletedAt);
  }

  #withPreview(conversation: Conversation): Conversation {
    if (!this.#hasHiddenPreview(conversation)) return conversation;
    const stored = this.#state.newest.get(conversation.conversationId) ?? [];
    const untouched = stored.filter(({ messageId }) => !this.#messages.has(messageId));
    return withPreview(conversation, [...untouched, ...this.#messages.values()]);
  }

  changed(): Pick<Extract<CommitPlan, { type: 'writes' }>, 'messages' | 'conversations'> {
    const messages = [...this.#messages.values()].map((after) => ({
      before: this.#state.messages.get(after.messageId) ?? undefined,
      after,
    }));
    const conversations = [...this.#conversations.values()].map((each) => this.#withPreview(each));
    return { messages, conversations };
  }
}
