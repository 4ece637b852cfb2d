import {
  FieldValue,
  type Firestore,
  type Query,
  type QuerySnapshot,
  Timestamp,
} from '@google-cloud/firestore';
import { LocationId } from '../../domain/ids.ts';
import type { Log } from '../../domain/logEvents.ts';
import { FAIL_REASONS, isOpen, type OutboxEntry } from '../../domain/outbox/outbox.ts';
import { isSameStep, retried } from '../../domain/outbox/outboxTransitions.ts';
import type { OutboxCounts, OutboxStore, Seen } from '../../ports/stores.ts';
import { messageConverter } from './converters/message.ts';
import { outboxConverter } from './converters/outbox.ts';
import { translating } from './errors.ts';
import { paths } from './paths.ts';
import { updateVersion, versionOf } from './versions.ts';

export function firestoreOutboxStore(db: Firestore, log: Log): OutboxStore {
  const read = (found: QuerySnapshot) => readEntries(found, log);
  return {
    openEntries: (locationId, { limit, after }) =>
      translating('openEntries', async () => {
        const open = bySentAt(openOf(db, locationId), after).limit(limit);
        return read(await open.get()).flatMap(({ document, version }) =>
          isOpen(document) ? [{ document, version }] : [],
        );
      }),

    replaceEntry: (seen, entry) => translating('replaceEntry', () => replaceEntry(db, seen, entry)),

    readEntry: (id) =>
      translating('readEntry', async () => outboxConverter.read(await paths.outboxEntry(db, id).get())),

    lastLogged: ({ contactId, threadId }) =>
      translating('lastLogged', async () => {
        const last = paths
          .outbox(db)
          .where('contactId', '==', contactId)
          .where('threadId', '==', threadId)
          .where('state', '==', 'done')
          .orderBy('sentAt', 'desc')
          .limit(1);
        const [entry] = read(await last.get());
        return entry?.document.state === 'done' ? entry.document : undefined;
      }),

    locationsToRelay: (page) => translating('locationsToRelay', () => locationsToRelay(db, page)),

    outboxOf: (locationId) => translating('outboxOf', () => outboxOf(db, locationId)),

    entriesIn: (locationId, { states, limit, after }) =>
      translating('entriesIn', async () => {
        const found = paths.outbox(db).where('locationId', '==', locationId).where('state', 'in', states);
        return read(await bySentAt(found, after).limit(limit).get()).map(({ document }) => document);
      }),

    retryEntry: (id, now) =>
      translating('retryEntry', () =>
        db.runTransaction(async (tx) => {
          const ref = paths.outboxEntry(db, id);
          const entry = outboxConverter.read(await tx.get(ref));
          const after = entry && retried(entry, now);
          if (after && after !== entry) tx.set(ref, outboxConverter.write(after));
          return after;
        }),
      ),

    readMail: (id) =>
      translating('readMail', async () => messageConverter.read(await paths.message(db, id).get())),
  };
}

/** The whole document is written: what the state before had is gone. */
async function replaceEntry<Entry extends OutboxEntry>(
  db: Firestore,
  seen: Seen<OutboxEntry>,
  entry: Entry,
): Promise<Seen<Entry> | undefined> {
  const ref = paths.outboxEntry(db, entry.entryId);
  const version = await updateVersion(ref, withoutOthers(seen.document, entry), seen.version);
  if (version !== undefined) return { document: entry, version };
  const snapshot = await ref.get();
  const stored = outboxConverter.read(snapshot);
  return stored && isSameStep(stored, entry) ? { document: entry, version: versionOf(snapshot) } : undefined;
}

function withoutOthers(before: OutboxEntry, after: OutboxEntry) {
  const written = outboxConverter.write(after);
  const gone = Object.keys(outboxConverter.write(before)).filter((name) => !(name in written));
  return { ...written, ...Object.fromEntries(gone.map((name) => [name, FieldValue.delete()])) };
}

function readEntries({ docs }: QuerySnapshot, log: Log): readonly Seen<OutboxEntry>[] {
  return docs.flatMap((snapshot) => {
    try {
      const document = outboxConverter.read(snapshot);
      return document ? [{ document, version: versionOf(snapshot) }] : [];
    } catch (error) {
      log.event('documentUnreadable', { error });
      return [];
    }
  });
}

const openOf = (db: Firestore, locationId: LocationId): Query =>
  paths.outbox(db).where('locationId', '==', locationId).where('open', '==', true);

function bySentAt(entries: Query, after: OutboxEntry | undefined): Query {
  const ordered = entries.orderBy('sentAt').orderBy('__name__');
  return after ? ordered.startAfter(after.sentAt, after.entryId) : ordered;
}

/** Location by location, past all its other entries: what one of them has piled up costs one read. */
async function locationsToRelay(
  db: Firestore,
  { limit, after }: { limit: number; after?: LocationId },
): Promise<readonly LocationId[]> {
  const open = paths.outbox(db).where('open', '==', true).orderBy('locationId').select('locationId').limit(1);
  const found: LocationId[] = [];
  let last = after;
  while (found.length < limit) {
    const { docs } = await (last === undefined ? open : open.startAfter(last)).get();
    const id = docs[0]?.get('locationId');
    if (typeof id !== 'string') break;
    last = LocationId(id);
    found.push(last);
  }
  return found;
}

async function outboxOf(db: Firestore, locationId: LocationId): Promise<OutboxCounts> {
  const open = openOf(db, locationId);
  const failed = (reason: string) =>
    paths
      .outbox(db)
      .where('locationId', '==', locationId)
      .where('state', '==', 'failed')
      .where('reason', '==', reason);
  const [oldest, pending, ...counts] = await Promise.all([
    open.orderBy('sentAt').select('sentAt').limit(1).get(),
    countOf(open),
    ...FAIL_REASONS.map(async (reason) => [reason, await countOf(failed(reason))] as const),
  ]);
  const sentAt = oldest.docs[0]?.get('sentAt');
  return {
    pending,
    oldestPendingAt: sentAt instanceof Timestamp ? sentAt.toDate() : null,
    failed: Object.fromEntries(counts.filter(([, count]) => count > 0)),
  };
}

const countOf = async (query: Query): Promise<number> => (await query.count().get()).data().count;
