import type { Arrival, Destination } from '../../../shared/domain/arrival.ts';
import type { CommitReads } from '../../../shared/domain/commitDraft.ts';
import type { Conversation } from '../../../shared/domain/conversation.ts';
import type { NetEffect } from '../../../shared/domain/foldHistory.ts';
import type {
  ConversationId,
  GmailMessageId,
  MailboxId,
  MessageId,
  OutboxEntryId,
} from '../../../shared/domain/ids.ts';
import type { LedgerEntry } from '../../../shared/domain/ledger.ts';
import { addCounters, type Counters, NO_COUNTS } from '../../../shared/domain/mailbox.ts';
import type { Message } from '../../../shared/domain/message.ts';
import type { OutboxEntry } from '../../../shared/domain/outbox/outbox.ts';
import { type Ingested, planCommit } from '../../../shared/domain/planCommit.ts';
import { type IngestPlan, planIngest } from '../../../shared/domain/planIngest.ts';

/** What Gmail told of one id of a mailbox. */
export type Told =
  | { readonly arrival: Arrival; readonly destinations: readonly Destination[] }
  | { readonly change: NetEffect };

/**
 * The documents of a few locations in memory: answers what a plan asks for, as a transaction would, and refuses to
 * answer twice. A plan that asks again for what it was told would never end.
 */
export class Documents {
  readonly messages = new Map<MessageId, Message>();
  readonly conversations = new Map<ConversationId, Conversation>();
  readonly entries = new Map<OutboxEntryId, OutboxEntry>();
  readonly #ledgers = new Map<MailboxId, Map<GmailMessageId, LedgerEntry>>();
  readonly #counters = new Map<MailboxId, Counters>();

  ledger(mailboxId: MailboxId): ReadonlyMap<GmailMessageId, LedgerEntry> {
    return this.#ledgers.get(mailboxId) ?? new Map();
  }

  counters(mailboxId: MailboxId): Counters {
    return this.#counters.get(mailboxId) ?? NO_COUNTS;
  }

  /** Commits what one mailbox was told, deciding by its ledger as a run would. */
  tell(mailboxId: MailboxId, now: Date, told: readonly Told[]): readonly CommitReads[] {
    const ledger = this.ledger(mailboxId);
    const ingested = told.flatMap((each): readonly Ingested[] =>
      'change' in each
        ? this.#changed(planIngest([each.change], ledger))
        : [{ type: 'store', before: ledger.get(each.arrival.gmailId), ...each }],
    );
    return this.commit(mailboxId, now, ingested);
  }

  /** Of an agent who works in every location. */
  #changed({ skipped, changed }: IngestPlan): readonly Ingested[] {
    const locationIds = [...this.messages.values()].map(({ locationId }) => locationId);
    return [...skipped, ...changed.map((each): Ingested => ({ type: 'change', ...each, locationIds }))];
  }

  /** Carries the plan out and returns what it asked for, round by round. */
  commit(mailboxId: MailboxId, now: Date, ingested: readonly Ingested[]): readonly CommitReads[] {
    const state = {
      messages: new Map<MessageId, Message | null>(),
      conversations: new Map<ConversationId, Conversation | null>(),
      newest: new Map<ConversationId, readonly Message[]>(),
      members: new Map<ConversationId, readonly MessageId[]>(),
      entries: new Map<OutboxEntryId, OutboxEntry | null>(),
    };
    const rounds: CommitReads[] = [];
    let plan = planCommit(ingested, state, { mailboxId, now });
    for (; plan.type === 'reads'; plan = planCommit(ingested, state, { mailboxId, now })) {
      const { messageIds, conversationIds, newestOf, membersOf, entryIds } = plan;
      rounds.push({ messageIds, conversationIds, newestOf, membersOf, entryIds });
      for (const id of entryIds) answer(state.entries, id, this.entries.get(id) ?? null);
      for (const id of messageIds) answer(state.messages, id, this.messages.get(id) ?? null);
      for (const id of conversationIds) answer(state.conversations, id, this.conversations.get(id) ?? null);
      for (const { conversationId: id, limit } of newestOf) {
        answer(state.newest, id, this.visible(id).slice(0, limit));
      }
      for (const { conversationId: id, limit } of membersOf) {
        answer(state.members, id, this.#members(id).slice(0, limit));
      }
    }
    for (const { after } of plan.messages) this.messages.set(after.messageId, after);
    for (const each of plan.conversations) this.conversations.set(each.conversationId, each);
    for (const { after } of plan.entries) this.entries.set(after.entryId, after);
    for (const id of plan.removed.entries) this.entries.delete(id);
    for (const id of plan.removed.messages) this.messages.delete(id);
    for (const id of plan.removed.conversations) this.conversations.delete(id);
    const ledger = new Map(this.ledger(mailboxId));
    for (const { gmailId, entry } of plan.ledger) {
      if (entry) ledger.set(gmailId, entry);
      else ledger.delete(gmailId);
    }
    this.#ledgers.set(mailboxId, ledger);
    this.#counters.set(mailboxId, addCounters(this.counters(mailboxId), plan.counters));
    return rounds;
  }

  #members(conversationId: ConversationId): readonly MessageId[] {
    return [...this.messages.values()]
      .filter(({ conversationIds }) => conversationIds.includes(conversationId))
      .map(({ messageId }) => messageId);
  }

  /** The visible messages of a conversation, newest first; of one moment, in the order in which Firestore lists them. */
  visible(conversationId: ConversationId): readonly Message[] {
    return [...this.messages.values()]
      .filter((message) => message.conversationIds.includes(conversationId) && message.deletedAt === null)
      .sort((a, b) => b.sentAt.getTime() - a.sentAt.getTime() || (a.messageId < b.messageId ? 1 : -1));
  }
}

function answer<K, V>(known: Map<K, V>, key: K, value: V): void {
  if (known.has(key)) throw new Error(`Asked twice for ${String(key)}`);
  known.set(key, value);
}
