import type { Firestore } from '@google-cloud/firestore';
import { z } from 'zod';
import { GmailMessageId, type MailboxId, type MessageId } from '../../domain/ids.ts';
import type { MailboxCopy } from '../../domain/message.ts';
import { storedCopy } from '../../domain/storedCopy.ts';
import type { SyncStore } from '../../ports/stores/syncStore.ts';
import { ledgerConverter } from './converters/ledger.ts';
import { copiesOnly } from './converters/message.ts';
import { paths } from './paths.ts';

/** The last entry of the page before. */
const PageToken = z.tuple([z.number(), z.string()]);

/** Only entries of stored messages have the time by which they are ordered. */
export async function copiesOf(
  db: Firestore,
  mailboxId: MailboxId,
  { limit, pageToken }: { limit: number; pageToken: string | null },
): ReturnType<SyncStore['copiesOf']> {
  const place = pageToken === null ? [] : placeOf(pageToken);
  const newestFirst = paths
    .ledger(db, mailboxId)
    .orderBy('receivedAt', 'desc')
    .orderBy('__name__', 'desc')
    .limit(limit);
  const { docs } = await (place.length > 0 ? newestFirst.startAfter(...place) : newestFirst).get();
  const entries = docs.flatMap((snapshot) => {
    const entry = ledgerConverter.read(snapshot);
    return entry?.state === 'stored' ? [{ ...entry, gmailId: GmailMessageId(snapshot.id) }] : [];
  });
  const messages = await readCopies(db, [...new Set(entries.flatMap(({ messageIds }) => messageIds))]);
  const copies = entries.flatMap(({ gmailId, receivedAt, messageIds }) => {
    const own = messageIds.flatMap((id) => messages.get(id)?.[mailboxId] ?? []);
    return storedCopy(gmailId, receivedAt, own) ?? [];
  });
  const last = docs.length === limit ? entries.at(-1) : undefined;
  return {
    copies,
    nextPageToken: last ? JSON.stringify([last.receivedAt.getTime(), last.gmailId]) : null,
  };
}

function placeOf(pageToken: string): [Date, string] {
  const [receivedAt, gmailId] = PageToken.parse(JSON.parse(pageToken));
  return [new Date(receivedAt), gmailId];
}

async function readCopies(
  db: Firestore,
  ids: readonly MessageId[],
): Promise<ReadonlyMap<MessageId, Readonly<Record<string, MailboxCopy>>>> {
  if (ids.length === 0) return new Map();
  const refs = ids.map((id) => paths.message(db, id));
  const snapshots = await db.getAll(...refs, { fieldMask: [...copiesOnly.mask] });
  return new Map(
    snapshots.flatMap((snapshot, index) => {
      const id = ids[index];
      return snapshot.exists && id ? [[id, copiesOnly.schema.parse(snapshot.data()).copies]] : [];
    }),
  );
}
