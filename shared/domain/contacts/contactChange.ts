import type { ContactId, EmailAddress, LocationId } from '../ids.ts';
import type { Contact } from '../tenancy.ts';

/** What an agent wants a contact to be. */
export interface WantedContact {
  readonly contactId: ContactId;
  readonly locationId: LocationId;
  readonly name: string;
  readonly emails: readonly EmailAddress[];
  /** Or it has to be there. */
  readonly isNew: boolean;
}

export type ContactDecision =
  /** `added`: addresses that it did not have before. */
  | { readonly outcome: 'saved'; readonly contact: Contact; readonly added: readonly EmailAddress[] }
  /** Another contact of the location has the address already. */
  | { readonly outcome: 'taken'; readonly email: EmailAddress; readonly by: ContactId }
  | { readonly outcome: 'unknown' };

/**
 * An address belongs to at most one contact of a location, or a mail would be in two conversations. One that the contact
 * has already stays with it, even if the CRM has given it to another one, too.
 * @param holders contacts of the location that have any of the addresses
 */
export function saveContact(
  existing: Contact | undefined,
  holders: readonly Contact[],
  wanted: WantedContact,
): ContactDecision {
  const { contactId, locationId, name, emails } = wanted;
  if (wanted.isNew !== (existing === undefined)) return { outcome: 'unknown' };
  if (existing && existing.locationId !== locationId) return { outcome: 'unknown' };
  const added = emails.filter((email) => !existing?.emails.includes(email));
  for (const holder of holders) {
    const email = added.find((each) => holder.emails.includes(each));
    if (email !== undefined && holder.contactId !== contactId)
      return { outcome: 'taken', email, by: holder.contactId };
  }
  const contact = { contactId, locationId, name, emails, ghlContactId: existing?.ghlContactId ?? null };
  return { outcome: 'saved', contact, added };
}
