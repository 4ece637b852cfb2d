import type { ContactId, EmailAddress, LocationId } from '../ids.ts';
import type { Contact } from '../tenancy.ts';

/** What GHL, or a file, says of a contact. */
export interface SaidContact {
  readonly locationId: LocationId;
  /** Null where a file says it. */
  readonly ghlContactId: string | null;
  /** Empty where nothing is said of it. */
  readonly name: string;
  readonly emails: readonly EmailAddress[];
  /** Whether these are all its addresses: GHL's events may tell the first one alone, and a file adds to what is known. */
  readonly complete: boolean;
  /** Whether it names only who has no name yet: what somebody calls people in their own address book is for them alone. */
  readonly nameIsFallback?: boolean;
}

/**
 * A contact with what GHL said of it last, as far as it was taken over: what GHL has changed since is what changes here,
 * and what agents have changed stays.
 */
export interface ImportedContact extends Contact {
  readonly ghl: { readonly name: string; readonly emails: readonly EmailAddress[] } | null;
  /** A search for its older mail that a file has begun, and that is not queued yet. */
  readonly historyWanted?: true;
}

/** An address that is not taken over, because another contact of the location has it. */
export interface Conflict {
  readonly email: EmailAddress;
  readonly by: ContactId;
}

export type ImportDecision = { readonly conflicts: readonly Conflict[] } & (
  | {
      readonly outcome: 'created' | 'changed';
      readonly contact: ImportedContact;
      /** Addresses that it did not have before. */
      readonly added: readonly EmailAddress[];
    }
  | { readonly outcome: 'unchanged'; readonly contact: ImportedContact }
  /** It would have no address: none is said, or others have them all. */
  | { readonly outcome: 'skipped'; readonly reason: 'noAddress' | 'taken' }
);

/** Contacts of the location, as they are stored. */
export interface Candidates {
  /** Those that have the contact's id of GHL's. */
  readonly own: readonly ImportedContact[];
  /** Those that have any of its addresses. */
  readonly holders: readonly ImportedContact[];
}

/**
 * What becomes of a contact that GHL or a file tells of: it is the one with its id of GHL's, else the first that has one
 * of its addresses and is not another contact of GHL's. An address belongs to one contact of a location: the first one
 * that came keeps it.
 */
export function importContact(
  { own, holders }: Candidates,
  said: SaidContact,
  newId: ContactId,
): ImportDecision {
  const existing = own[0] ?? adoptable(holders, said);
  const conflicts = said.emails.flatMap((email) => {
    if (existing?.emails.includes(email)) return [];
    const holder = holders.find(
      ({ contactId, emails }) => contactId !== existing?.contactId && emails.includes(email),
    );
    return holder ? [{ email, by: holder.contactId }] : [];
  });
  const free = said.emails.filter((email) => !conflicts.some((conflict) => conflict.email === email));
  if (existing) return { conflicts, ...changed(existing, said, free) };
  if (free.length === 0) {
    return { outcome: 'skipped', reason: said.emails.length === 0 ? 'noAddress' : 'taken', conflicts };
  }
  const { locationId, ghlContactId, name } = said;
  const ghl = ghlContactId === null ? null : { name, emails: free };
  const contact = { contactId: newId, locationId, name, emails: free, ghlContactId, ghl };
  return { outcome: 'created', contact, added: free, conflicts };
}

function adoptable(holders: readonly ImportedContact[], said: SaidContact): ImportedContact | undefined {
  const adoptables = holders.filter(
    ({ ghlContactId }) => said.ghlContactId === null || ghlContactId === null,
  );
  const [first] = said.emails.flatMap(
    (email) => adoptables.find(({ emails }) => emails.includes(email)) ?? [],
  );
  return first;
}

/** What was said before and still is, or was never said, is left as it is: agents may have changed it. */
function changed(existing: ImportedContact, said: SaidContact, free: readonly EmailAddress[]) {
  const isOfGhl = said.ghlContactId !== null;
  const before = (isOfGhl ? existing.ghl : null) ?? { name: '', emails: [] };
  const added = free.filter((email) => !existing.emails.includes(email) && !before.emails.includes(email));
  const gone = said.complete ? before.emails.filter((email) => !said.emails.includes(email)) : [];
  const known = said.complete ? free : [...new Set([...before.emails, ...free])];
  const contact: ImportedContact = {
    ...existing,
    name: renames(said, existing, before) ? said.name : existing.name,
    emails: [...existing.emails.filter((email) => !gone.includes(email)), ...added],
    ghlContactId: said.ghlContactId ?? existing.ghlContactId,
    ghl: isOfGhl ? { name: said.name, emails: known } : existing.ghl,
  };
  return isSame(existing, contact)
    ? ({ outcome: 'unchanged', contact } as const)
    : ({ outcome: 'changed', contact, added } as const);
}

function renames(said: SaidContact, existing: ImportedContact, before: { readonly name: string }): boolean {
  if (said.nameIsFallback && existing.name !== '') return false;
  return said.name !== '' && said.name !== before.name;
}

function isSame(a: ImportedContact, b: ImportedContact): boolean {
  const told = ({ name, emails, ghlContactId, ghl }: ImportedContact) =>
    JSON.stringify([name, emails, ghlContactId, ghl && [ghl.name, ghl.emails]]);
  return told(a) === told(b);
}
