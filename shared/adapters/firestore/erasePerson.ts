import type { DocumentSnapshot, Firestore, Transaction } from '@google-cloud/firestore';
import {
  type ErasableMessage,
  keyOf,
  type LedgerPlace,
  ledgerPlaces,
  type Person,
  planErasure,
} from '../../domain/contacts/eraseContact.ts';
import { erasedWord } from '../../domain/contacts/importWord.ts';
import { ConversationId, type MailboxId, MessageId, WordId } from '../../domain/ids.ts';
import type { LedgerEntry } from '../../domain/ledger.ts';
import { addCounters, type Counters } from '../../domain/mailbox.ts';
import type { Erased } from '../../ports/persons.ts';
import { wordConverter } from './converters/contactImport.ts';
import { ledgerConverter } from './converters/ledger.ts';
import { mailboxConverter } from './converters/mailbox.ts';
import { erasableOnly } from './converters/message.ts';
import { paths } from './paths.ts';

/** Of each kind in a transaction's share. */
const MOST_DELETED = 100;

/**
 * The messages are read as they are at that moment, and with them what the ledgers say of them: a run that changes one of
 * both meanwhile is repeated, or repeats this.
 */
export function eraseMessages(
  db: Firestore,
  person: Person,
  ids: readonly MessageId[],
  now: Date,
): Promise<Erased> {
  return db.runTransaction(async (tx) => {
    const refs = ids.map((id) => paths.message(db, id));
    const [found, old] = await Promise.all([
      tx.getAll(...refs, { fieldMask: [...erasableOnly.mask] }),
      tx.get(paths.conversations(db).where('contactId', '==', person.contactId).select().limit(MOST_DELETED)),
    ]);
    const present = found.filter(({ exists }) => exists);
    const read = present.map(readErasable);
    const messages = read.flatMap((each) => each ?? []);
    const ledger = await readLedgers(db, tx, ledgerPlaces(person, messages));
    const conversationIds = old.docs.map(({ id }) => ConversationId(id));
    const plan = planErasure(person, messages, { ledger, old: conversationIds, now });
    const counted = await readCounters(db, tx, plan.counters);
    for (const id of plan.removed) tx.delete(paths.message(db, id));
    for (const { messageId, ...fields } of plan.kept) tx.update(paths.message(db, messageId), fields);
    for (const id of plan.outbox) tx.delete(paths.outboxEntry(db, id));
    for (const { mailboxId, gmailId, entry } of plan.ledger)
      tx.set(paths.ledgerEntry(db, mailboxId, gmailId), ledgerConverter.write(entry));
    for (const [mailboxId, counters] of counted) tx.update(paths.mailbox(db, mailboxId), { counters });
    const done = new Set<string>([...plan.removed, ...plan.kept.map(({ messageId }) => messageId)]);
    const left = present.filter(({ id }) => !done.has(id)).map(({ id }) => MessageId(id));
    return { removed: plan.removed.length, kept: plan.kept.length, left };
  });
}

function readErasable(snapshot: DocumentSnapshot): ErasableMessage | undefined {
  const read = erasableOnly.schema.safeParse(snapshot.data());
  return read.success ? { ...read.data, messageId: MessageId(snapshot.id) } : undefined;
}

async function readLedgers(
  db: Firestore,
  tx: Transaction,
  places: readonly LedgerPlace[],
): Promise<ReadonlyMap<string, LedgerEntry>> {
  const refs = places.map(({ mailboxId, gmailId }) => paths.ledgerEntry(db, mailboxId, gmailId));
  const found = refs.length > 0 ? await tx.getAll(...refs) : [];
  const ledger = new Map<string, LedgerEntry>();
  places.forEach((place, index) => {
    const snapshot = found[index];
    const entry = snapshot && ledgerConverter.read(snapshot);
    if (entry) ledger.set(keyOf(place), entry);
  });
  return ledger;
}

async function readCounters(
  db: Firestore,
  tx: Transaction,
  changes: ReadonlyMap<MailboxId, Counters>,
): Promise<readonly (readonly [MailboxId, Counters])[]> {
  const changed = [...changes];
  const refs = changed.map(([id]) => paths.mailbox(db, id));
  const found = refs.length > 0 ? await tx.getAll(...refs) : [];
  return changed.flatMap(([id, counters], index) => {
    const snapshot = found[index];
    const mailbox = snapshot && mailboxConverter.read(snapshot);
    return mailbox ? [[id, addCounters(mailbox.counters, counters)] as const] : [];
  });
}

/** The contact goes with the last of it: as long as anything is left, they can be found and this be repeated. */
export function finishErasure(db: Firestore, person: Person, now: Date): Promise<'erased' | 'more'> {
  const { contactId, locationId, ghlContactId } = person;
  const named = paths.messages(db).where('contactIds', 'array-contains', contactId).select().limit(1);
  const others = [paths.conversations(db), paths.historyFetches(db), paths.outbox(db)].map((all) =>
    all.where('contactId', '==', contactId).select().limit(MOST_DELETED),
  );
  return db.runTransaction(async (tx) => {
    const [messages, ...found] = await Promise.all([named, ...others].map((query) => tx.get(query)));
    if (!messages?.empty) return 'more';
    for (const { docs } of found) for (const { ref } of docs) tx.delete(ref);
    tx.delete(paths.conversation(db, ConversationId.of(locationId, contactId)));
    if (found.some(({ size }) => size === MOST_DELETED)) return 'more';
    tx.delete(paths.contact(db, contactId));
    if (ghlContactId !== null)
      tx.set(paths.ghlWord(db, WordId.of(locationId, ghlContactId)), wordConverter.write(erasedWord(now)));
    return 'erased';
  });
}
