import { FieldValue, type Firestore, type Transaction } from '@google-cloud/firestore';
import { chunks } from '../../domain/chunks.ts';
import { saveContact, type WantedContact } from '../../domain/contacts/contactChange.ts';
import { LocationId, WordId } from '../../domain/ids.ts';
import type { Log } from '../../domain/logEvents.ts';
import type { Mailbox } from '../../domain/mailbox.ts';
import type { Contact } from '../../domain/tenancy.ts';
import type { TenancyStore } from '../../ports/stores/tenancyStore.ts';
import { applyNews, previewNews } from './applyNews.ts';
import { importedContactConverter, wordConverter } from './converters/contactImport.ts';
import { contactConverter, locationConverter } from './converters/tenancy.ts';
import { translating } from './errors.ts';
import { MAX_DISJUNCTIONS } from './limits.ts';
import { paths } from './paths.ts';
import { readMailboxes } from './readMailboxes.ts';
import { contactsOf, reindexContacts } from './reindexContacts.ts';

export function firestoreTenancyStore(db: Firestore, log: Log): TenancyStore {
  return {
    readContact: (id) =>
      translating('readContact', async () => contactConverter.read(await paths.contact(db, id).get())),
    readLocation: (id) =>
      translating('readLocation', async () => locationConverter.read(await paths.location(db, id).get())),
    mailboxesIn: (id) => translating('mailboxesIn', () => mailboxesIn(db, id, log)),
    saveContact: (wanted) =>
      translating('saveContact', () =>
        db.runTransaction(async (tx) => {
          const ref = paths.contact(db, wanted.contactId);
          const existing = contactConverter.read(await tx.get(ref));
          const decision = saveContact(existing, await holdersOf(db, tx, wanted), wanted);
          // The CRM may keep more in the document.
          if (decision.outcome === 'saved')
            tx.set(ref, contactConverter.write(decision.contact), { merge: true });
          return decision;
        }),
      ),
    applyNews: (news) => translating('applyNews', () => applyNews(db, news)),
    previewNews: (news) => translating('previewNews', () => previewNews(db, news)),
    historyQueued: (contact) => translating('historyQueued', () => historyQueued(db, contact)),
    wantedHistories: (id, limit) => translating('wantedHistories', () => wantedHistories(db, id, limit)),
    linkedTo: (ghlLocationId) => translating('linkedTo', () => linkedTo(db, ghlLocationId)),
    contactsIn: (id, page) => translating('contactsIn', () => contactsIn(db, id, page)),
    countContacts: (id) =>
      translating('countContacts', async () => (await contactsOf(db, id).count().get()).data().count),
    reindexContacts: (page) => translating('reindexContacts', () => reindexContacts(db, page)),
  };
}

async function historyQueued(
  db: Firestore,
  { contactId, locationId, ghlContactId }: Pick<Contact, 'contactId' | 'locationId' | 'ghlContactId'>,
): Promise<void> {
  if (ghlContactId === null) {
    const contact = paths.contact(db, contactId);
    return db.runTransaction(async (tx) => {
      const wanted: unknown = (await tx.get(contact)).get('historyWanted');
      if (wanted !== undefined) tx.update(contact, { historyWanted: FieldValue.delete() });
    });
  }
  const ref = paths.ghlWord(db, WordId.of(locationId, ghlContactId));
  await db.runTransaction(async (tx) => {
    const word = wordConverter.read(await tx.get(ref));
    if (word?.history === 'wanted') tx.update(ref, { history: 'queued' });
  });
}

async function wantedHistories(db: Firestore, id: LocationId, limit: number): Promise<readonly Contact[]> {
  const wanted = paths.contacts(db).where('locationId', '==', id).where('historyWanted', '==', true);
  const { docs } = await wanted.limit(limit).get();
  return docs.flatMap((snapshot) => importedContactConverter.read(snapshot) ?? []);
}

async function linkedTo(db: Firestore, ghlLocationId: string): Promise<readonly LocationId[]> {
  const { docs } = await paths
    .locations(db)
    .where('ghl.ghlLocationId', '==', ghlLocationId)
    .where('ghl.status', '==', 'linked')
    .select()
    .get();
  return docs.map(({ id }) => LocationId(id));
}

async function contactsIn(
  db: Firestore,
  id: LocationId,
  { limit, after }: Parameters<TenancyStore['contactsIn']>[1],
): Promise<readonly Contact[]> {
  const ofLocation = paths.contacts(db).where('locationId', '==', id).orderBy('__name__').limit(limit);
  const { docs } = await (after === undefined ? ofLocation : ofLocation.startAfter(after)).get();
  return docs.flatMap((snapshot) => contactConverter.read(snapshot) ?? []);
}

async function mailboxesIn(db: Firestore, id: LocationId, log: Log): Promise<readonly Mailbox[]> {
  const agents = await paths.users(db).where('locationIds', 'array-contains', id).select().get();
  const uids = agents.docs.map((snapshot) => snapshot.id);
  const pages = chunks(uids, MAX_DISJUNCTIONS).map((some) =>
    paths.mailboxes(db).where('uid', 'in', some).get(),
  );
  return (await Promise.all(pages)).flatMap((found) => readMailboxes(found, log));
}

/** Read in the transaction: of two agents who give an address to two contacts at once, one has to lose. */
async function holdersOf(
  db: Firestore,
  tx: Transaction,
  { locationId, emails }: WantedContact,
): Promise<readonly Contact[]> {
  if (emails.length === 0) return [];
  const { docs } = await tx.get(
    paths
      .contacts(db)
      .where('locationId', '==', locationId)
      .where('emails', 'array-contains-any', [...emails]),
  );
  return docs.flatMap((snapshot) => contactConverter.read(snapshot) ?? []);
}
