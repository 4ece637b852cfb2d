import type { DocumentSnapshot, Firestore } from '@google-cloud/firestore';
import type { OldConversation } from '../../domain/conversations/oldConversation.ts';
import {
  type MovableMessage,
  type MoveRequest,
  planMove,
  planRemoval,
} from '../../domain/conversations/planMerge.ts';
import { MessageId } from '../../domain/ids.ts';
import type { ConversationStore } from '../../ports/stores/conversationStore.ts';
import { conversationConverter } from './converters/conversation.ts';
import { readFound } from './converters/foundConversation.ts';
import { listedOnly } from './converters/message.ts';
import { paths } from './paths.ts';

/**
 * The conversation that stays is read and written with every message that moves to it: a commit of the engine, an audit
 * or another merge that counts it meanwhile is repeated, or repeats this. The messages are read by their ids: merges of
 * several contacts would hold each other up by a query.
 */
export function moveMessages(
  db: Firestore,
  { messageIds, ...request }: Parameters<ConversationStore['moveMessages']>[0],
): ReturnType<ConversationStore['moveMessages']> {
  const ref = paths.conversation(db, request.to.conversationId);
  const refs = messageIds.map((id) => paths.message(db, id));
  return db.runTransaction(async (tx) => {
    const stored = await tx.get(ref);
    const found = await tx.getAll(...refs, { fieldMask: [...listedOnly.mask] });
    const messages = found.filter(({ exists }) => exists).map(readMovable);
    const plan = planMove(conversationConverter.read(stored), messages, request);
    if ('objection' in plan) return plan;
    for (const { messageId, conversationIds } of plan.messages) {
      tx.update(paths.message(db, messageId), { conversationIds });
    }
    if (plan.conversation) tx.set(ref, conversationConverter.write(plan.conversation));
    return { moved: plan.messages.length };
  });
}

/** Whether a message names it is seen by the transaction that deletes it: none is left that names nothing. */
export function removeMerged(
  db: Firestore,
  old: OldConversation,
  { to, now }: Pick<MoveRequest, 'to' | 'now'>,
): ReturnType<ConversationStore['removeMerged']> {
  const naming = paths.messages(db).where('conversationIds', 'array-contains', old.conversationId);
  const [oldRef, ref] = [
    paths.conversation(db, old.conversationId),
    paths.conversation(db, to.conversationId),
  ];
  return db.runTransaction(async (tx) => {
    const [[found, stored], named] = await Promise.all([
      tx.getAll(oldRef, ref),
      tx.get(naming.select().limit(1)),
    ]);
    const state = {
      old: found?.exists ? readFound(found) : undefined,
      isNamed: !named.empty,
      target: stored && conversationConverter.read(stored),
    };
    const plan = planRemoval(state, old, { to, now });
    if (typeof plan === 'string') return plan;
    if (plan.write) tx.set(ref, conversationConverter.write(plan.write));
    tx.delete(oldRef);
    return 'removed';
  });
}

function readMovable(snapshot: DocumentSnapshot): MovableMessage {
  const messageId = MessageId(snapshot.id);
  const read = listedOnly.schema.safeParse(snapshot.data());
  return { messageId, message: read.success ? { ...read.data, messageId } : null };
}
