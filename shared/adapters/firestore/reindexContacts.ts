import type { DocumentSnapshot, Firestore } from '@google-cloud/firestore';
import { z } from 'zod';
import { chunks } from '../../domain/chunks.ts';
import { searchTerms } from '../../domain/contacts/searchTerms.ts';
import { ContactId, type LocationId } from '../../domain/ids.ts';
import { SyncError } from '../../domain/syncError.ts';
import type { ReindexedPage, TenancyStore } from '../../ports/stores/tenancyStore.ts';
import { paths } from './paths.ts';
import { updateVersion, versionOf } from './versions.ts';

const PARALLEL = 20;

/** Each lost race means that somebody else has written the contact. */
const ATTEMPTS = 10;

/** Whatever the CRM has left odd elsewhere in the document: what of it can be searched for is. */
const indexed = z.object({
  name: z.string().catch(''),
  emails: z
    .array(z.unknown())
    .catch([])
    .transform((emails) => emails.filter((email) => typeof email === 'string')),
  searchTerms: z.array(z.string()).catch([]),
});

export const contactsOf = (db: Firestore, id: LocationId | undefined) =>
  id === undefined ? paths.contacts(db) : paths.contacts(db).where('locationId', '==', id);

export async function reindexContacts(
  db: Firestore,
  { locationId, limit, after, preview }: Parameters<TenancyStore['reindexContacts']>[0],
): Promise<ReindexedPage> {
  const all = contactsOf(db, locationId)
    .orderBy('__name__')
    .select(...Object.keys(indexed.shape));
  const { docs } = await (after === undefined ? all : all.startAfter(after)).limit(limit).get();
  const outdated = docs.filter((snapshot) => missingTerms(snapshot) !== undefined);
  const last = docs.length < limit ? undefined : docs.at(-1);
  const page = { looked: docs.length, outdated: outdated.length, next: last ? ContactId(last.id) : null };
  if (preview) return page;
  for (const some of chunks(outdated, PARALLEL)) await Promise.all(some.map(index));
  return page;
}

/** Only over what the terms were derived from: somebody may rename the contact meanwhile, or erase them. */
async function index(found: DocumentSnapshot): Promise<void> {
  let snapshot = found;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const terms = missingTerms(snapshot);
    if (!terms) return;
    const written = await updateVersion(snapshot.ref, { searchTerms: terms }, versionOf(snapshot));
    if (written !== undefined) return;
    snapshot = await snapshot.ref.get();
  }
  throw new SyncError('contention', 'firestore.reindexContacts');
}

/** Undefined where the contact has those that it should have, or is gone. */
function missingTerms(snapshot: DocumentSnapshot): readonly string[] | undefined {
  if (!snapshot.exists) return undefined;
  const { searchTerms: stored, ...contact } = indexed.parse(snapshot.data());
  const wanted = searchTerms(contact);
  return JSON.stringify(stored) === JSON.stringify(wanted) ? undefined : wanted;
}
