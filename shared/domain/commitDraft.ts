import {
  type Conversation,
  emptyConversation,
  withMessage,
  withoutMessage,
  withPreview,
} from './conversation.ts';
import { type ContactId, ConversationId, type MessageId, OutboxEntryId } from './ids.ts';
import type { Message } from './message.ts';
import { isUnlogged, type LogDecision, newEntry, type OutboxEntry } from './outbox/outbox.ts';

/** What the transaction has read so far; null is a document that does not exist. */
export interface CommitState {
  readonly messages: ReadonlyMap<MessageId, Message | null>;
  readonly conversations: ReadonlyMap<ConversationId, Conversation | null>;
  /** The newest visible messages of a conversation, newest first. */
  readonly newest: ReadonlyMap<ConversationId, readonly Message[]>;
  /** Messages of a conversation, deleted ones too. */
  readonly members: ReadonlyMap<ConversationId, readonly MessageId[]>;
  readonly entries: ReadonlyMap<OutboxEntryId, OutboxEntry | null>;
}

/** Documents that a plan has to know before it can be drawn. */
export interface CommitReads {
  readonly messageIds: readonly MessageId[];
  readonly conversationIds: readonly ConversationId[];
  readonly newestOf: readonly { readonly conversationId: ConversationId; readonly limit: number }[];
  readonly membersOf: readonly { readonly conversationId: ConversationId; readonly limit: number }[];
  readonly entryIds: readonly OutboxEntryId[];
}

/** Documents that a plan has changed, and those that it deletes. */
export interface CommitChanges {
  /** Without `before`, new. */
  readonly messages: readonly { before: Message | undefined; after: Message }[];
  readonly conversations: readonly Conversation[];
  /** Without `before`, new. */
  readonly entries: readonly { before: OutboxEntry | undefined; after: OutboxEntry }[];
  readonly removed: {
    readonly messages: readonly MessageId[];
    readonly conversations: readonly ConversationId[];
    readonly entries: readonly OutboxEntryId[];
  };
}

/** The documents as read, with this commit's changes laid over them; remembers what it was asked and did not know. */
export class CommitDraft {
  readonly #state: CommitState;
  readonly #now: Date;
  readonly #messages = new Map<MessageId, Message>();
  readonly #conversations = new Map<ConversationId, Conversation>();
  readonly #entries = new Map<OutboxEntryId, OutboxEntry>();
  readonly #removed = new Set<MessageId>();
  readonly #removedEntries = new Set<OutboxEntryId>();
  /** Conversations that a message was removed from. */
  readonly #left = new Set<ConversationId>();
  readonly #missingMessages = new Set<MessageId>();
  readonly #missingConversations = new Set<ConversationId>();
  readonly #missingEntries = new Set<OutboxEntryId>();

  constructor(state: CommitState, now: Date) {
    this.#state = state;
    this.#now = now;
  }

  message(id: MessageId): Message | undefined {
    if (this.#removed.has(id)) return undefined;
    const pending = this.#messages.get(id);
    if (pending) return pending;
    const read = this.#state.messages.get(id);
    if (read === undefined) this.#missingMessages.add(id);
    return read ?? undefined;
  }

  put(before: Message | undefined, after: Message): void {
    this.#messages.set(after.messageId, after);
    const { locationId } = after;
    for (const contactId of after.contactIds) {
      const id = ConversationId.of(locationId, contactId);
      const conversation = this.#conversation(id) ?? emptyConversation(id, locationId, contactId, this.#now);
      this.#conversations.set(id, withMessage(conversation, before, after, this.#now));
    }
  }

  /** Deletes the message, and what it was to its conversations; one that it was the last of goes, too. */
  remove(before: Message): void {
    this.#messages.delete(before.messageId);
    this.#removed.add(before.messageId);
    for (const id of before.conversationIds) {
      const conversation = this.#conversation(id);
      if (!conversation) continue;
      this.#left.add(id);
      this.#conversations.set(id, withoutMessage(conversation, before, this.#now));
    }
  }

  /**
   * Has the message logged for these contacts, whose it has just become. An entry that is there stays: the mail was
   * stored before, and may be at GHL.
   */
  log(message: Message, contactIds: readonly ContactId[], log: LogDecision): void {
    for (const contactId of contactIds) {
      const conversationId = ConversationId.of(message.locationId, contactId);
      const entry = newEntry(message, { contactId, conversationId }, { log, now: this.#now });
      const before = this.#entry(entry.entryId);
      if (!before || isForgotten(before)) this.#entries.set(entry.entryId, entry);
    }
  }

  /** What was not logged of a message that is deleted goes with it. */
  unlog({ messageId, contactIds }: Message): void {
    for (const contactId of contactIds) {
      const entryId = OutboxEntryId.of(messageId, contactId);
      const before = this.#entry(entryId);
      if (before && isUnlogged(before)) this.#removedEntries.add(entryId);
    }
  }

  #entry(id: OutboxEntryId): OutboxEntry | undefined {
    const read = this.#state.entries.get(id);
    if (read === undefined) this.#missingEntries.add(id);
    return read ?? undefined;
  }

  #conversation(id: ConversationId): Conversation | undefined {
    const pending = this.#conversations.get(id);
    if (pending) return pending;
    const read = this.#state.conversations.get(id);
    if (read === undefined) this.#missingConversations.add(id);
    return read ?? undefined;
  }

  /** What is still to be read; undefined once everything is known. */
  missing(): CommitReads | undefined {
    const messageIds = [...this.#missingMessages];
    const conversationIds = [...this.#missingConversations];
    const entryIds = [...this.#missingEntries];
    if (messageIds.length + conversationIds.length + entryIds.length > 0) {
      return { messageIds, conversationIds, newestOf: [], membersOf: [], entryIds };
    }
    const [newestOf, membersOf] = [this.#missingNewest(), this.#missingMembers()];
    return newestOf.length + membersOf.length === 0
      ? undefined
      : { messageIds, conversationIds, newestOf, membersOf, entryIds };
  }

  /** Conversations whose preview was hidden by this commit, unless nothing is left to show. */
  #missingNewest(): CommitReads['newestOf'] {
    const limit = this.#messages.size + this.#removed.size + 1;
    return [...this.#conversations.values()]
      .filter((conversation) => this.#hasHiddenPreview(conversation) && conversation.messageCount > 0)
      .filter(({ conversationId }) => !this.#state.newest.has(conversationId))
      .map(({ conversationId }) => ({ conversationId, limit }));
  }

  /** Conversations that may have lost their last message: the count leaves out those that are deleted in Gmail. */
  #missingMembers(): CommitReads['membersOf'] {
    const limit = this.#removed.size + 1;
    return [...this.#conversations.values()]
      .filter((conversation) => this.#mayBeEmpty(conversation))
      .filter(({ conversationId }) => !this.#state.members.has(conversationId))
      .map(({ conversationId }) => ({ conversationId, limit }));
  }

  #mayBeEmpty({ conversationId, messageCount }: Conversation): boolean {
    return (
      messageCount === 0 &&
      this.#left.has(conversationId) &&
      ![...this.#messages.values()].some(({ conversationIds }) => conversationIds.includes(conversationId))
    );
  }

  #isEmpty(conversation: Conversation): boolean {
    const members = this.#state.members.get(conversation.conversationId) ?? [];
    return this.#mayBeEmpty(conversation) && members.every((id) => this.#removed.has(id));
  }

  #hasHiddenPreview({ lastMessage }: Conversation): boolean {
    if (lastMessage === null) return false;
    const { messageId } = lastMessage;
    return this.#removed.has(messageId) || Boolean(this.#messages.get(messageId)?.deletedAt);
  }

  #withPreview(conversation: Conversation): Conversation {
    if (!this.#hasHiddenPreview(conversation)) return conversation;
    const stored = this.#state.newest.get(conversation.conversationId) ?? [];
    const untouched = stored.filter(
      ({ messageId }) => !this.#messages.has(messageId) && !this.#removed.has(messageId),
    );
    return withPreview(conversation, [...untouched, ...this.#messages.values()]);
  }

  changes(): CommitChanges {
    const messages = [...this.#messages.values()].map((after) => ({
      before: this.#state.messages.get(after.messageId) ?? undefined,
      after,
    }));
    const all = [...this.#conversations.values()];
    const empty = all.filter((each) => this.#isEmpty(each)).map(({ conversationId }) => conversationId);
    const conversations = all
      .filter(({ conversationId }) => !empty.includes(conversationId))
      .map((each) => this.#withPreview(each));
    const entries = [...this.#entries.values()].map((after) => ({
      before: this.#state.entries.get(after.entryId) ?? undefined,
      after,
    }));
    const removed = {
      messages: [...this.#removed],
      conversations: empty,
      entries: [...this.#removedEntries],
    };
    return { messages, conversations, entries, removed };
  }
}

/** Its message was deleted before it was logged, and is stored once more. */
const isForgotten = (entry: OutboxEntry): boolean =>
  entry.state === 'skipped' && entry.reason === 'messageGone';
