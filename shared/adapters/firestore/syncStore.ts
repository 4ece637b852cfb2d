import type {
  DocumentData,
  DocumentReference,
  Firestore,
  Timestamp,
  UpdateData,
} from '@google-cloud/firestore';
import { chunks } from '../../domain/chunks.ts';
import { type EmailAddress, GmailMessageId, type LocationId, type MailboxId } from '../../domain/ids.ts';
import { decideLease, type LeaseDecision, type LeaseRequest } from '../../domain/lease.ts';
import type { Ledger, LedgerEntry } from '../../domain/ledger.ts';
import type { Settle } from '../../domain/mailbox.ts';
import { SyncError } from '../../domain/syncError.ts';
import type { Contact } from '../../domain/tenancy.ts';
import type { SyncStore } from '../../ports/stores/syncStore.ts';
import { commit } from './commit.ts';
import { ledgerConverter } from './converters/ledger.ts';
import { mailboxConverter } from './converters/mailbox.ts';
import { agentConverter, contactConverter } from './converters/tenancy.ts';
import { copiesOf } from './copies.ts';
import { isFailedPrecondition, translating } from './errors.ts';
import { MAX_DISJUNCTIONS } from './limits.ts';
import { paths } from './paths.ts';
import { readLocations } from './readLocations.ts';

/** Each lost race means that another run got on; a mailbox has few of them at a time. */
const LEASE_ATTEMPTS = 20;

export function firestoreSyncStore(db: Firestore): SyncStore {
  return {
    readMailbox: (mailboxId) =>
      translating('readMailbox', async () => mailboxConverter.read(await paths.mailbox(db, mailboxId).get())),
    takeLease: (mailboxId, request) => translating('takeLease', () => takeLease(db, mailboxId, request)),
    update: (mailboxId, settle) => translating('update', () => update(db, mailboxId, settle)),
    readLedger: (mailboxId, ids) => translating('readLedger', () => readLedger(db, mailboxId, ids)),
    ledgerPage: (mailboxId, request) => translating('ledgerPage', () => ledgerPage(db, mailboxId, request)),
    runsPage: (mailboxId, request) => translating('runsPage', () => runsPage(db, mailboxId, request)),
    copiesOf: (mailboxId, page) => translating('copiesOf', () => copiesOf(db, mailboxId, page)),
    readAgent: (uid) =>
      translating('readAgent', async () => agentConverter.read(await paths.user(db, uid).get())),
    findContacts: (locationIds, addresses) =>
      translating('findContacts', () => findContacts(db, locationIds, addresses)),
    readLocations: (ids) => translating('readLocations', () => readLocations(db, ids)),
    commit: (batch) => translating('commit', () => commit(db, batch), { 3: 'unstorable' }),
  };
}

/**
 * Compare-and-set on the document's update time instead of a transaction: nobody waits for a lock, and whoever loses
 * the race decides again on what the winner wrote. Locks would have notifications of the same moment abort each
 * other and back off by a second.
 */
async function takeLease(
  db: Firestore,
  mailboxId: MailboxId,
  request: LeaseRequest,
): Promise<LeaseDecision | { outcome: 'unknown' }> {
  const ref = paths.mailbox(db, mailboxId);
  for (let attempt = 1; attempt <= LEASE_ATTEMPTS; attempt += 1) {
    const snapshot = await ref.get();
    const mailbox = mailboxConverter.read(snapshot);
    if (!mailbox || !snapshot.updateTime) return { outcome: 'unknown' };
    const decision = decideLease(mailbox, request);
    if (!('mailbox' in decision) || !decision.mailbox) return decision;
    const { lease, wantedHistoryId } = decision.mailbox;
    if (await updateUnchanged(ref, { lease, wantedHistoryId }, snapshot.updateTime)) return decision;
  }
  throw new SyncError('contention', 'firestore.takeLease');
}

/** Whether the document was still as it was read, and is now updated. */
async function updateUnchanged(
  ref: DocumentReference,
  fields: UpdateData<DocumentData>,
  readAt: Timestamp,
): Promise<boolean> {
  try {
    await ref.update(fields, { lastUpdateTime: readAt });
    return true;
  } catch (error) {
    if (isFailedPrecondition(error)) return false;
    throw error;
  }
}

function update(db: Firestore, mailboxId: MailboxId, settle: Settle) {
  const ref = paths.mailbox(db, mailboxId);
  return db.runTransaction(async (tx) => {
    const mailbox = mailboxConverter.read(await tx.get(ref));
    if (!mailbox) return undefined;
    const settled = settle(mailbox);
    tx.set(ref, mailboxConverter.write(settled));
    return settled;
  });
}

async function readLedger(
  db: Firestore,
  mailboxId: MailboxId,
  ids: readonly GmailMessageId[],
): Promise<Ledger> {
  const ledger = new Map<GmailMessageId, LedgerEntry>();
  if (ids.length === 0) return ledger;
  const snapshots = await db.getAll(...ids.map((id) => paths.ledgerEntry(db, mailboxId, id)));
  ids.forEach((id, index) => {
    const snapshot = snapshots[index];
    const entry = snapshot && ledgerConverter.read(snapshot);
    if (entry) ledger.set(id, entry);
  });
  return ledger;
}

async function ledgerPage(
  db: Firestore,
  mailboxId: MailboxId,
  { limit, state }: { limit: number; state?: LedgerEntry['state'] },
): Promise<Ledger> {
  const ledger = paths.ledger(db, mailboxId);
  const { docs } = await (state ? ledger.where('state', '==', state) : ledger).limit(limit).get();
  const page = new Map<GmailMessageId, LedgerEntry>();
  for (const snapshot of docs) {
    const entry = ledgerConverter.read(snapshot);
    if (entry) page.set(GmailMessageId(snapshot.id), entry);
  }
  return page;
}

async function runsPage(
  db: Firestore,
  mailboxId: MailboxId,
  { limit, before }: { limit: number; before?: Date },
): Promise<readonly string[]> {
  const runs = paths.runs(db, mailboxId);
  const wanted = before ? runs.where('finishedAt', '<', before) : runs;
  const { docs } = await wanted.select().limit(limit).get();
  return docs.map(({ id }) => id);
}

async function findContacts(
  db: Firestore,
  locationIds: readonly LocationId[],
  addresses: readonly EmailAddress[],
): Promise<readonly Contact[]> {
  const queries = chunks(locationIds, MAX_DISJUNCTIONS).flatMap((locations) =>
    chunks(addresses, Math.floor(MAX_DISJUNCTIONS / locations.length)).map((emails) =>
      paths
        .contacts(db)
        .where('locationId', 'in', locations)
        .where('emails', 'array-contains-any', emails)
        .get(),
    ),
  );
  // Whoever is being erased is nobody's any more: see `PersonStore`.
  const found = (await Promise.all(queries)).flatMap(({ docs }) =>
    docs.filter((snapshot) => snapshot.get('erasing') !== true),
  );
  const contacts = new Map(found.map((snapshot) => [snapshot.id, contactConverter.read(snapshot)]));
  return [...contacts.values()].flatMap((contact) => contact ?? []);
}
