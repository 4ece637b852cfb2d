import { ContactId, type EmailAddress, type LocationId } from '../ids.ts';
import type { Contact } from '../tenancy.ts';
import type { AddressBookRow } from './addressBook.ts';
import { type Conflict, type ImportDecision, type ImportedContact, importContact } from './importContact.ts';
import type { RowRefusal } from './importRow.ts';

/** What would become of a row. */
export interface ForeseenRow {
  readonly row: AddressBookRow;
  readonly outcome: 'created' | 'changed' | 'unchanged' | 'refused';
  readonly reason?: RowRefusal | 'taken';
  /** Of whom there is already; a row can also change whom an earlier one creates. */
  readonly contactId?: ContactId;
  /** Addresses that its contact would get. */
  readonly added: readonly EmailAddress[];
  /** Addresses that stay another contact's; `row 3` for one that the third row creates. */
  readonly conflicts: readonly Conflict[];
}

/**
 * What the rows would do, one after the other, to the contacts that have any of their addresses: each sees what those
 * before it would have done, so that what is shown is what comes of it.
 */
export function foreseeImport(
  stored: readonly Contact[],
  rows: readonly AddressBookRow[],
  locationId: LocationId,
): readonly ForeseenRow[] {
  const holders = new Holders(stored);
  return rows.map((row) => {
    if (row.outcome === 'refused')
      return { row, outcome: 'refused', reason: row.reason, added: [], conflicts: [] };
    const { name, emails, line } = row;
    const said = { locationId, ghlContactId: null, name, emails, complete: false, nameIsFallback: true };
    const found = { own: [], holders: holders.of(emails) };
    const decision = importContact(found, said, ContactId(`row ${line}`));
    if (decision.outcome === 'created' || decision.outcome === 'changed') holders.put(decision.contact);
    return { row, ...told(decision, holders) };
  });
}

function told(decision: ImportDecision, holders: Holders): Omit<ForeseenRow, 'row'> {
  const { conflicts } = decision;
  if (decision.outcome === 'skipped')
    return { outcome: 'refused', reason: decision.reason, added: [], conflicts };
  const { contactId } = decision.contact;
  const added = decision.outcome === 'unchanged' ? [] : decision.added;
  return { outcome: decision.outcome, ...(holders.isStored(contactId) && { contactId }), added, conflicts };
}

/** The contacts by their addresses; in the order of their ids, as the store finds them. */
class Holders {
  readonly #stored: ReadonlySet<ContactId>;
  readonly #contacts = new Map<ContactId, ImportedContact>();
  readonly #by = new Map<EmailAddress, Set<ContactId>>();

  constructor(stored: readonly Contact[]) {
    this.#stored = new Set(stored.map(({ contactId }) => contactId));
    for (const contact of stored.toSorted((a, b) => (a.contactId < b.contactId ? -1 : 1))) {
      this.put({ ...contact, ghl: null });
    }
  }

  isStored(id: ContactId): boolean {
    return this.#stored.has(id);
  }

  /** A file takes nothing away: addresses are only added. */
  put(contact: ImportedContact): void {
    this.#contacts.set(contact.contactId, contact);
    for (const email of contact.emails) {
      this.#by.set(email, (this.#by.get(email) ?? new Set()).add(contact.contactId));
    }
  }

  of(emails: readonly EmailAddress[]): readonly ImportedContact[] {
    const ids = new Set(emails.flatMap((email) => [...(this.#by.get(email) ?? [])]));
    return [...ids].flatMap((id) => this.#contacts.get(id) ?? []);
  }
}
