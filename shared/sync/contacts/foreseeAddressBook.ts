import { chunks } from '../../domain/chunks.ts';
import { readAddressBook, type WrittenContact } from '../../domain/contacts/addressBook.ts';
import { type ForeseenRow, foreseeImport } from '../../domain/contacts/foreseeImport.ts';
import { normaliseAddress } from '../../domain/content/emailAddress.ts';
import type { EmailAddress } from '../../domain/ids.ts';
import type { Contact, Location } from '../../domain/tenancy.ts';
import type { DirectoryStore } from '../../ports/stores/directoryStore.ts';
import type { SyncStore } from '../../ports/stores/syncStore.ts';
import type { TenancyStore } from '../../ports/stores/tenancyStore.ts';

interface ForeseeDeps {
  readonly store: Pick<SyncStore, 'findContacts'>;
  readonly tenancy: Pick<TenancyStore, 'mailboxesIn'>;
  readonly directory: Pick<DirectoryStore, 'listAgents'>;
}

/** What an import of the address book into the location would come to. Writes nothing. */
export async function foreseeAddressBook(
  deps: ForeseeDeps,
  { locationId, excluded }: Location,
  written: readonly WrittenContact[],
): Promise<readonly ForeseenRow[]> {
  const mailboxes = await deps.tenancy.mailboxesIn(locationId);
  const agents = await deps.directory.listAgents(locationId);
  const own = new Set([
    ...mailboxes.flatMap(({ emailAddress, aliases }) => [emailAddress, ...aliases]),
    ...agents.flatMap(({ email }) => normaliseAddress(email) ?? []),
  ]);
  const rows = readAddressBook(written, { own, excluded });
  const addresses = new Set(rows.flatMap((row) => (row.outcome === 'contact' ? row.emails : [])));
  const stored = new Map<string, Contact>();
  for (const some of chunks<EmailAddress>([...addresses], ASKED_AT_ONCE)) {
    const found = await deps.store.findContacts([locationId], some);
    for (const contact of found) stored.set(contact.contactId, contact);
  }
  return foreseeImport([...stored.values()], rows, locationId);
}

/** The store makes a query of each thirty, and these side by side. */
const ASKED_AT_ONCE = 300;
