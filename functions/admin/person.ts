import { InvalidArgumentError } from 'commander';
import { isDocumentId } from '../../shared/adapters/firestore/converters/tenancy.ts';
import { normaliseAddress } from '../../shared/domain/content/emailAddress.ts';
import { ContactId, type EmailAddress, type LocationId } from '../../shared/domain/ids.ts';
import type { Contact } from '../../shared/domain/tenancy.ts';
import type { PersonStore } from '../../shared/ports/persons.ts';
import { Refused } from './terminal.ts';

/** Whom a command is about: a contact's id, or an address that a contact of a location has. */
export type PersonTold = { readonly id: ContactId } | { readonly address: EmailAddress };

export function personTold(told: string): PersonTold {
  const address = normaliseAddress(told);
  if (address !== undefined) return { address };
  if (isDocumentId(told)) return { id: ContactId(told) };
  throw new InvalidArgumentError('It is neither the id of a contact nor an email address.');
}

/** @throws Refused where it is nobody, or somebody of another location */
export async function findPerson(
  persons: PersonStore,
  told: PersonTold,
  locationId: LocationId | undefined,
): Promise<Contact> {
  if ('id' in told) {
    const found = await persons.findPerson(told.id);
    if (!found) throw new Refused(`There is no contact ${told.id}: see "contacts list".`);
    if (locationId === undefined || found.locationId === locationId) return found;
    throw new Refused(`Contact ${told.id} is not of location ${locationId}, but of ${found.locationId}.`);
  }
  if (locationId === undefined)
    throw new Refused('An address is known in a location only: add --location <id>.', 2);
  const [found, other] = await persons.personsWith(locationId, told.address);
  if (!found)
    throw new Refused(`No contact of location ${locationId} has ${told.address}: see "contacts list".`);
  if (!other) return found;
  const both = `${found.contactId} and ${other.contactId}`;
  throw new Refused(`More than one contact has ${told.address}, such as ${both}: name one by its id.`);
}
