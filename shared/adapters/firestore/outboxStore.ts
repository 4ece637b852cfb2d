import {
  FieldValue,
  type Firestore,
  type Query,
  type QuerySnapshot,
  Timestamp,
} from '@google-cloud/firestore';
import { LocationId, OutboxEntryId } from '../../domain/ids.ts';
import type { Log } from '../../domain/logEvents.ts';
import { FAIL_REASONS, isOpen, type OutboxEntry } from '../../domain/outbox/outbox.ts';
import { isSameStep, retried } from '../../domain/outbox/outboxTransitions.ts';
import type { EntryPlace, OutboxCounts, OutboxStore } from '../../ports/stores/outboxStore.ts';
import type { Page } from '../../ports/stores/page.ts';
import type { Seen } from '../../ports/stores/seen.ts';
import { messageConverter } from './converters/message.ts';
import { outboxConverter } from './converters/outbox.ts';
import { translating } from './errors.ts';
import { paths } from './paths.ts';
import { unlessUnreadable } from './unlessUnreadable.ts';
import { updateVersion, versionOf } from './versions.ts';

export function firestoreOutboxStore(db: Firestore, log: Log): OutboxStore {
  const readEntry = unlessUnreadable(outboxConverter.read, log);
  const read = ({ docs }: QuerySnapshot): readonly Seen<OutboxEntry>[] =>
    docs.flatMap((snapshot) => {
      const document = readEntry(snapshot);
      return document ? [{ document, version: versionOf(snapshot) }] : [];
    });
  const pageBySentAt = async (entries: Query, { limit, after }: ListedPage) => {
    const found = await bySentAt(entries, after).limit(limit).get();
    return { items: read(found), next: placeAfter(found, limit) };
  };
  return {
    openEntries: (locationId, page) =>
      translating('openEntries', async () => {
        const { items, next } = await pageBySentAt(openOf(db, locationId), page);
        const open = items.flatMap(({ document, version }) =>
          isOpen(document) ? [{ document, version }] : [],
        );
        return { items: open, next };
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

    entriesIn: (locationId, { states, ...page }) =>
      translating('entriesIn', async (): Promise<Page<OutboxEntry, EntryPlace>> => {
        const found = paths.outbox(db).where('locationId', '==', locationId).where('state', 'in', states);
        const { items, next } = await pageBySentAt(found, page);
        return { items: items.map(({ document }) => document), next };
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

const openOf = (db: Firestore, locationId: LocationId): Query =>
  paths.outbox(db).where('locationId', '==', locationId).where('open', '==', true);

interface ListedPage {
  readonly limit: number;
  readonly after?: EntryPlace;
}

/** Whatever stands there instead of a time is at no place in the listing. */
const EARLIEST = new Date('0001-01-01T00:00:00Z');

function bySentAt(entries: Query, after: EntryPlace | undefined): Query {
  const ordered = entries.where('sentAt', '>=', EARLIEST).orderBy('sentAt').orderBy('__name__');
  return after ? ordered.startAfter(after.sentAt, after.entryId) : ordered;
}

/** Behind the last document, whether it can be read or not; never before it, where its time is a fraction later. */
function placeAfter({ docs }: QuerySnapshot, limit: number): EntryPlace | null {
  const last = docs.length < limit ? undefined : docs.at(-1);
  const sentAt: unknown = last?.get('sentAt');
  if (!last || !(sentAt instanceof Timestamp)) return null;
  const milliseconds = sentAt.seconds * 1_000 + Math.ceil(sentAt.nanoseconds / 1_000_000);
  return { sentAt: new Date(milliseconds), entryId: OutboxEntryId(last.id) };
}

/** Location by location, past all its other entries: what one of them has piled up costs one read. */
async function locationsToRelay(
  db: Firestore,
  { limit, after }: { limit: number; after?: LocationId },
): Promise<readonly LocationId[]> {
  // What has no id of a location there would come before all of them.
  const open = paths
    .outbox(db)
    .where('open', '==', true)
    .where('locationId', '>', '')
    .orderBy('locationId')
    .select('locationId')
    .limit(1);
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
