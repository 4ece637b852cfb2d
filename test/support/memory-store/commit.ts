import type { Conversation } from '../../../shared/domain/conversation.ts';
import type { ConversationId, MessageId, OutboxEntryId } from '../../../shared/domain/ids.ts';
import type { Mailbox } from '../../../shared/domain/mailbox.ts';
import { isCommitted, settleCommit } from '../../../shared/domain/mailboxTransitions.ts';
import type { Message } from '../../../shared/domain/message.ts';
import type { OutboxEntry } from '../../../shared/domain/outbox/outbox.ts';
import { type CommitPlan, planCommit } from '../../../shared/domain/planCommit.ts';
import { SyncError } from '../../../shared/domain/syncError.ts';
import type { CommitBatch } from '../../../shared/ports/stores/syncStore.ts';
import { copyOf } from './copyOf.ts';
import { type Tables, versioned } from './tables.ts';

type Writes = Extract<CommitPlan, { type: 'writes' }>;

/** The transaction of the Firestore store, decision by decision. Whatever throws does so before the first write. */
export function commit(tables: Tables, batch: CommitBatch): Mailbox {
  const plan = drawPlan(tables, batch);
  const before = tables.mailboxes.get(batch.mailboxId);
  if (!before) throw new SyncError('leaseLost', 'commit', { message: 'The mailbox is no longer there' });
  if (isCommitted(before, batch)) return before;
  const { counters } = plan;
  const mailbox = settleCommit(before, { ...batch, counters, settle: batch.settle ?? ((same) => same) });
  const writes = prepareWrites(tables, batch, plan, mailbox);
  refuseKnownIds(tables, batch, plan);
  for (const write of writes) write();
  return mailbox;
}

function drawPlan(tables: Tables, batch: CommitBatch): Writes {
  const messages = new Map<MessageId, Message | null>();
  const conversations = new Map<ConversationId, Conversation | null>();
  const newest = new Map<ConversationId, readonly Message[]>();
  const members = new Map<ConversationId, readonly MessageId[]>();
  const entries = new Map<OutboxEntryId, OutboxEntry | null>();
  for (;;) {
    const plan = planCommit(batch.ingested, { messages, conversations, newest, members, entries }, batch);
    if (plan.type === 'writes') return plan;
    for (const id of plan.messageIds) messages.set(id, tables.messages.get(id) ?? null);
    for (const id of plan.conversationIds) conversations.set(id, tables.conversations.get(id) ?? null);
    for (const id of plan.entryIds) entries.set(id, tables.outbox.get(id)?.document ?? null);
    for (const { conversationId, limit } of plan.newestOf) {
      newest.set(conversationId, newestVisible(tables, conversationId).slice(0, limit).map(copyOf));
    }
    for (const { conversationId, limit } of plan.membersOf) {
      const all = tables.messages.named(conversationId);
      members.set(
        conversationId,
        all.slice(0, limit).map(({ messageId }) => messageId),
      );
    }
  }
}

/** Of the same moment the higher id first, as Firestore goes on with the direction of its last order. */
function newestVisible(tables: Tables, conversationId: ConversationId): readonly Message[] {
  return tables.messages
    .named(conversationId)
    .filter(({ deletedAt }) => !deletedAt)
    .reverse()
    .sort((a, b) => b.sentAt.getTime() - a.sentAt.getTime());
}

/** An id that was new to the run is created, never overwritten, and twice in one commit makes no sense. */
function refuseKnownIds(tables: Tables, batch: CommitBatch, plan: Writes): void {
  const ledger = tables.ledger(batch.mailboxId);
  const created = plan.ledger.filter(({ before, entry }) => !before && entry).map(({ gmailId }) => gmailId);
  if (new Set(created).size < created.length)
    throw new RangeError('A new Gmail id comes twice in one commit');
  if (created.some((id) => ledger.has(id))) throw new SyncError('ledgerMoved', 'memory.commit');
}

function prepareWrites(tables: Tables, batch: CommitBatch, plan: Writes, mailbox: Mailbox): (() => void)[] {
  const ledger = tables.ledger(batch.mailboxId);
  const run = batch.run?.(mailbox);
  return [
    ...plan.ledger.map(({ gmailId, entry }) =>
      entry ? ledger.prepared(gmailId, entry) : () => ledger.delete(gmailId),
    ),
    ...plan.entries.map(({ after }) => tables.outbox.prepared(after.entryId, versioned(after))),
    ...plan.removed.entries.map((id) => () => tables.outbox.delete(id)),
    ...plan.removed.messages.map((id) => () => tables.messages.delete(id)),
    ...plan.removed.conversations.map((id) => () => tables.conversations.delete(id)),
    ...(batch.drop?.runs ?? []).map((id) => () => tables.runs(batch.mailboxId).delete(id)),
    ...(batch.drop?.grant ? [() => tables.grants.delete(batch.mailboxId)] : []),
    ...plan.messages.map(({ after }) => tables.messages.prepared(after.messageId, after)),
    ...plan.conversations.map((each) => tables.conversations.prepared(each.conversationId, each)),
    ...(run ? [tables.runs(batch.mailboxId).prepared(run.runId, run)] : []),
    tables.mailboxes.prepared(batch.mailboxId, mailbox),
  ];
}
