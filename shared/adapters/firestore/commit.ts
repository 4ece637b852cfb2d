import type { DocumentReference, Firestore, Transaction } from '@google-cloud/firestore';
import type { Conversation } from '../../domain/conversation.ts';
import type { ConversationId, MessageId } from '../../domain/ids.ts';
import type { Mailbox } from '../../domain/mailbox.ts';
import { settleCommit } from '../../domain/mailboxTransitions.ts';
import type { Message } from '../../domain/message.ts';
import { type CommitPlan, planCommit } from '../../domain/planCommit.ts';
import { SyncError } from '../../domain/syncError.ts';
import type { CommitBatch } from '../../ports.ts';
import { conversationConverter } from './converters/conversation.ts';
import { ledgerConverter } from './converters/ledger.ts';
import { mailboxConverter } from './converters/mailbox.ts';
import { messageConverter } from './converters/message.ts';
import { runConverter } from './converters/run.ts';
import { paths } from './paths.ts';

type Writes = Extract<CommitPlan, { type: 'writes' }>;

/**
 * The one transaction that stores mail. Its invariants:
 * - the fence is checked on the mailbox that the same transaction writes: a run whose lease has passed to another
 *   writes nothing;
 * - a ledger entry is created, never overwritten unseen: a Gmail id is ingested once, whatever runs side by side;
 * - the cursor moves, if at all, together with the last write that it covers.
 */
export function commit(db: Firestore, batch: CommitBatch): Promise<Mailbox> {
  return db.runTransaction(async (tx) => {
    const state = new TransactionState(db, tx, batch);
    let plan = planCommit(batch.ingested, state, batch);
    await state.read(plan.type === 'reads' ? plan : { messageIds: [], conversationIds: [] });
    while (plan.type === 'reads') {
      plan = planCommit(batch.ingested, state, batch);
      if (plan.type === 'reads') await state.read(plan);
    }
    const mailbox = settleCommit(state.mailbox(), {
      fence: batch.fence,
      leaseUntil: batch.leaseUntil,
      counters: plan.counters,
      settle: batch.settle ?? ((unsettled) => unsettled),
    });
    writeAll(db, tx, batch, plan, mailbox);
    return mailbox;
  });
}

function writeAll(db: Firestore, tx: Transaction, batch: CommitBatch, plan: Writes, mailbox: Mailbox): void {
  for (const { gmailId, before, entry } of plan.ledger) {
    const ref = paths.ledgerEntry(db, batch.mailboxId, gmailId);
    if (before) tx.set(ref, ledgerConverter.write(entry));
    else tx.create(ref, ledgerConverter.write(entry));
  }
  for (const message of plan.messages) {
    tx.set(paths.message(db, message.messageId), messageConverter.write(message));
  }
  for (const conversation of plan.conversations) {
    tx.set(paths.conversation(db, conversation.conversationId), conversationConverter.write(conversation));
  }
  const run = batch.run?.(mailbox);
  if (run) tx.set(paths.run(db, batch.mailboxId, run.runId), runConverter.write(run));
  tx.set(paths.mailbox(db, batch.mailboxId), mailboxConverter.write(mailbox));
}

/** What the transaction has read; the mailbox comes along with the first read, in the same call. */
class TransactionState {
  readonly messages = new Map<MessageId, Message | null>();
  readonly conversations = new Map<ConversationId, Conversation | null>();
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

  async read(asked: {
    messageIds: readonly MessageId[];
    conversationIds: readonly ConversationId[];
  }): Promise<void> {
    const refs: DocumentReference[] = [
      ...(this.#mailbox ? [] : [paths.mailbox(this.#db, this.#batch.mailboxId)]),
      ...asked.messageIds.map((id) => paths.message(this.#db, id)),
      ...asked.conversationIds.map((id) => paths.conversation(this.#db, id)),
    ];
    const found = new Map((await this.#tx.getAll(...refs)).map((snapshot) => [snapshot.ref.path, snapshot]));
    for (const id of asked.messageIds) {
      const snapshot = found.get(paths.message(this.#db, id).path);
      this.messages.set(id, (snapshot && messageConverter.read(snapshot)) ?? null);
    }
    for (const id of asked.conversationIds) {
      const snapshot = found.get(paths.conversation(this.#db, id).path);
      this.conversations.set(id, (snapshot && conversationConverter.read(snapshot)) ?? null);
    }
    const mailbox = found.get(paths.mailbox(this.#db, this.#batch.mailboxId).path);
    this.#mailbox = this.#mailbox ?? (mailbox && mailboxConverter.read(mailbox));
  }
}
