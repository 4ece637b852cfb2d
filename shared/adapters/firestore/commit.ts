import type { DocumentReference, Firestore, Transaction } from '@google-cloud/firestore';
import type { CommitReads } from '../../domain/commitDraft.ts';
import type { Conversation } from '../../domain/conversation.ts';
import { type ConversationId, MessageId, type OutboxEntryId } from '../../domain/ids.ts';
import type { Mailbox } from '../../domain/mailbox.ts';
import { isCommitted, settleCommit } from '../../domain/mailboxTransitions.ts';
import type { Message } from '../../domain/message.ts';
import type { OutboxEntry } from '../../domain/outbox/outbox.ts';
import { type CommitPlan, planCommit } from '../../domain/planCommit.ts';
import { SyncError } from '../../domain/syncError.ts';
import type { CommitBatch } from '../../ports/stores/syncStore.ts';
import { conversationConverter } from './converters/conversation.ts';
import { ledgerConverter } from './converters/ledger.ts';
import { mailboxConverter } from './converters/mailbox.ts';
import { changedFields, messageConverter } from './converters/message.ts';
import { outboxConverter } from './converters/outbox.ts';
import { runConverter } from './converters/run.ts';
import { paths } from './paths.ts';

type Writes = Extract<CommitPlan, { type: 'writes' }>;

const NO_READS: CommitReads = {
  messageIds: [],
  conversationIds: [],
  newestOf: [],
  membersOf: [],
  entryIds: [],
};

/**
 * The one transaction that stores mail. Its invariants:
 * - the fence is checked on the mailbox that the same transaction writes: a run whose lease has passed to another
 *   writes nothing;
 * - a Gmail id that the ledger did not have is created there, never overwritten;
 * - a commit that the client repeats, because its success was reported as a failure, is carried out once;
 * - the cursor moves, if at all, together with the last write that it covers.
 */
export function commit(db: Firestore, batch: CommitBatch): Promise<Mailbox> {
  return db.runTransaction(async (tx) => {
    const state = new TransactionState(db, tx, batch);
    let plan = planCommit(batch.ingested, state, batch);
    await state.read(plan.type === 'reads' ? plan : NO_READS);
    while (plan.type === 'reads') {
      plan = planCommit(batch.ingested, state, batch);
      if (plan.type === 'reads') await state.read(plan);
    }
    const before = state.mailbox();
    if (isCommitted(before, batch)) return before;
    const { counters } = plan;
    const mailbox = settleCommit(before, { ...batch, counters, settle: batch.settle ?? ((same) => same) });
    writeAll(db, tx, batch, plan, mailbox);
    return mailbox;
  });
}

function writeAll(db: Firestore, tx: Transaction, batch: CommitBatch, plan: Writes, mailbox: Mailbox): void {
  for (const { gmailId, before, entry } of plan.ledger) {
    const ref = paths.ledgerEntry(db, batch.mailboxId, gmailId);
    if (!entry) tx.delete(ref);
    else if (before) tx.set(ref, ledgerConverter.write(entry));
    else tx.create(ref, ledgerConverter.write(entry));
  }
  for (const { before, after } of plan.messages) {
    const ref = paths.message(db, after.messageId);
    if (before) tx.update(ref, changedFields(after));
    else tx.create(ref, messageConverter.write(after));
  }
  for (const conversation of plan.conversations) {
    tx.set(paths.conversation(db, conversation.conversationId), conversationConverter.write(conversation));
  }
  for (const { before, after } of plan.entries) {
    const ref = paths.outboxEntry(db, after.entryId);
    if (before) tx.set(ref, outboxConverter.write(after));
    else tx.create(ref, outboxConverter.write(after));
  }
  for (const id of plan.removed.entries) tx.delete(paths.outboxEntry(db, id));
  for (const id of plan.removed.messages) tx.delete(paths.message(db, id));
  for (const id of plan.removed.conversations) tx.delete(paths.conversation(db, id));
  for (const runId of batch.drop?.runs ?? []) tx.delete(paths.run(db, batch.mailboxId, runId));
  if (batch.drop?.grant) tx.delete(paths.credential(db, batch.mailboxId));
  const run = batch.run?.(mailbox);
  if (run) tx.set(paths.run(db, batch.mailboxId, run.runId), runConverter.write(run));
  tx.set(paths.mailbox(db, batch.mailboxId), mailboxConverter.write(mailbox));
}

/** What the transaction has read; the mailbox comes along with the first read, in the same call. */
class TransactionState {
  readonly messages = new Map<MessageId, Message | null>();
  readonly conversations = new Map<ConversationId, Conversation | null>();
  readonly newest = new Map<ConversationId, readonly Message[]>();
  readonly members = new Map<ConversationId, readonly MessageId[]>();
  readonly entries = new Map<OutboxEntryId, OutboxEntry | null>();
  readonly #db: Firestore;
  readonly #tx: Transaction;
  readonly #batch: CommitBatch;
  #mailbox: Mailbox | undefined;

  constructor(db: Firestore, tx: Transaction, batch: CommitBatch) {
    this.#db = db;
    this.#tx = tx;
    this.#batch = batch;
  }

  mailbox(): Mailbox {
    if (!this.#mailbox)
      throw new SyncError('leaseLost', 'commit', { message: 'The mailbox is no longer there' });
    return this.#mailbox;
  }

  async read(asked: CommitReads): Promise<void> {
    const refs: DocumentReference[] = [
      ...(this.#mailbox ? [] : [paths.mailbox(this.#db, this.#batch.mailboxId)]),
      ...asked.messageIds.map((id) => paths.message(this.#db, id)),
      ...asked.conversationIds.map((id) => paths.conversation(this.#db, id)),
      ...asked.entryIds.map((id) => paths.outboxEntry(this.#db, id)),
    ];
    const read = refs.length > 0 ? await this.#tx.getAll(...refs) : [];
    const found = new Map(read.map((snapshot) => [snapshot.ref.path, snapshot]));
    for (const id of asked.messageIds) {
      const snapshot = found.get(paths.message(this.#db, id).path);
      this.messages.set(id, (snapshot && messageConverter.read(snapshot)) ?? null);
    }
    for (const id of asked.conversationIds) {
      const snapshot = found.get(paths.conversation(this.#db, id).path);
      this.conversations.set(id, (snapshot && conversationConverter.read(snapshot)) ?? null);
    }
    for (const id of asked.entryIds) {
      const snapshot = found.get(paths.outboxEntry(this.#db, id).path);
      this.entries.set(id, (snapshot && outboxConverter.read(snapshot)) ?? null);
    }
    for (const { conversationId, limit } of asked.newestOf) {
      this.newest.set(conversationId, await this.#newestVisible(conversationId, limit));
    }
    for (const { conversationId, limit } of asked.membersOf) {
      this.members.set(conversationId, await this.#members(conversationId, limit));
    }
    const mailbox = found.get(paths.mailbox(this.#db, this.#batch.mailboxId).path);
    this.#mailbox = this.#mailbox ?? (mailbox && mailboxConverter.read(mailbox));
  }

  async #newestVisible(conversationId: ConversationId, limit: number): Promise<readonly Message[]> {
    const newest = paths
      .messages(this.#db)
      .where('conversationIds', 'array-contains', conversationId)
      .where('deletedAt', '==', null)
      .orderBy('sentAt', 'desc')
      .limit(limit);
    const { docs } = await this.#tx.get(newest);
    return docs.flatMap((snapshot) => messageConverter.read(snapshot) ?? []);
  }

  async #members(conversationId: ConversationId, limit: number): Promise<readonly MessageId[]> {
    const members = paths
      .messages(this.#db)
      .where('conversationIds', 'array-contains', conversationId)
      .select()
      .limit(limit);
    const { docs } = await this.#tx.get(members);
    return docs.map(({ id }) => MessageId(id));
  }
}
