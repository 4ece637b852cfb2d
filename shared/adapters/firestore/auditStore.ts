import type { Firestore, Transaction } from '@google-cloud/firestore';
import { z } from 'zod';
import {
  type ConversationRef,
  type CopyPlace,
  recounted,
  type StoredEntry,
  type Tally,
} from '../../domain/audit/auditComparison.ts';
import { type ConversationId, GmailMessageId, type MailboxId, type MessageId } from '../../domain/ids.ts';
import type { Log } from '../../domain/logEvents.ts';
import type { AuditStore } from '../../ports/stores/auditStore.ts';
import { changeDocument } from './changeDocument.ts';
import { auditConverter } from './converters/audit.ts';
import { conversationConverter } from './converters/conversation.ts';
import { field } from './converters/fields.ts';
import { ledgerConverter } from './converters/ledger.ts';
import { copiesOnly, messageConverter } from './converters/message.ts';
import { translating } from './errors.ts';
import { listPage } from './listPage.ts';
import { paths } from './paths.ts';
import { unlessUnreadable } from './unlessUnreadable.ts';

/** The last entry of the page before. */
const PageToken = z.tuple([z.number(), z.string()]);

const place = copiesOnly.schema.extend({
  locationId: field.locationId,
  contactIds: z.array(field.contactId),
});

export function firestoreAuditStore(db: Firestore, log: Log): AuditStore {
  const read = unlessUnreadable(auditConverter.read, log);
  return {
    readAudit: (id) =>
      translating('readAudit', async () => auditConverter.read(await paths.audit(db, id).get())),

    changeAudit: (id, change) =>
      translating('changeAudit', () => changeDocument(paths.audit(db, id), auditConverter, change)),

    quietAudits: ({ before, ...page }) =>
      translating('quietAudits', () =>
        listPage(
          paths.audits(db).where('outcome', '==', 'running').where('movedAt', '<', before),
          { ...page, by: 'movedAt' },
          ({ docs }) => docs.flatMap((snapshot) => read(snapshot) ?? []),
        ),
      ),

    storedSince: (mailboxId, page) => translating('storedSince', () => storedSince(db, mailboxId, page)),

    copyPlaces: (mailboxId, ids) => translating('copyPlaces', () => copyPlaces(db, mailboxId, ids)),

    checkConversation: (of, { repair, now }) =>
      translating('checkConversation', () =>
        db.runTransaction((tx) => checkConversation(db, tx, of, { repair, now }), { readOnly: !repair }),
      ),
  };
}

async function storedSince(
  db: Firestore,
  mailboxId: MailboxId,
  { since, limit, pageToken }: { since: Date; limit: number; pageToken: string | null },
): ReturnType<AuditStore['storedSince']> {
  const newestFirst = paths
    .ledger(db, mailboxId)
    .where('receivedAt', '>=', since)
    .orderBy('receivedAt', 'desc')
    .orderBy('__name__', 'desc')
    .limit(limit);
  const place = pageToken === null ? null : PageToken.parse(JSON.parse(pageToken));
  const { docs } = await (place ? newestFirst.startAfter(new Date(place[0]), place[1]) : newestFirst).get();
  const entries = new Map<GmailMessageId, StoredEntry>();
  for (const snapshot of docs) {
    const entry = ledgerConverter.read(snapshot);
    if (entry?.state === 'stored') entries.set(GmailMessageId(snapshot.id), entry);
  }
  const last = docs.length === limit ? [...entries].at(-1) : undefined;
  const nextPageToken = last ? JSON.stringify([last[1].receivedAt.getTime(), last[0]]) : null;
  return { entries, nextPageToken };
}

async function copyPlaces(
  db: Firestore,
  mailboxId: MailboxId,
  ids: readonly MessageId[],
): ReturnType<AuditStore['copyPlaces']> {
  const places = new Map<MessageId, CopyPlace>();
  if (ids.length === 0) return places;
  const refs = ids.map((id) => paths.message(db, id));
  const snapshots = await db.getAll(...refs, { fieldMask: Object.keys(place.shape) });
  ids.forEach((id, index) => {
    const snapshot = snapshots[index];
    if (!snapshot?.exists) return;
    const { copies, ...where } = place.parse(snapshot.data());
    places.set(id, { ...where, copy: copies[mailboxId] ?? null });
  });
  return places;
}

/**
 * A conversation is every mailbox's of its location, so no mailbox's fence guards it: as in a commit, the transaction
 * does. Whatever changes a message writes its conversation as well, so that what is counted here cannot change before
 * it is written.
 */
async function checkConversation(
  db: Firestore,
  tx: Transaction,
  of: ConversationRef,
  { repair, now }: { repair: boolean; now: Date },
): Promise<'right' | 'wrong'> {
  const ref = paths.conversation(db, of.conversationId);
  const stored = conversationConverter.read(await tx.get(ref));
  const right = recounted(stored, of, await tallyOf(db, tx, of.conversationId), now);
  if (right === stored) return 'right';
  if (repair && right) tx.set(ref, conversationConverter.write(right));
  return 'wrong';
}

async function tallyOf(db: Firestore, tx: Transaction, id: ConversationId): Promise<Tally> {
  const visible = paths
    .messages(db)
    .where('conversationIds', 'array-contains', id)
    .where('deletedAt', '==', null)
    .orderBy('sentAt', 'desc');
  const [all, unread, newest] = await Promise.all([
    tx.get(visible.count()),
    tx.get(visible.where('read', '==', false).count()),
    tx.get(visible.limit(1)),
  ]);
  const [snapshot] = newest.docs;
  return {
    messageCount: all.data().count,
    unreadCount: unread.data().count,
    newest: snapshot && messageConverter.read(snapshot),
  };
}
