import { z } from 'zod';
import { SyncError } from '../../domain/syncError.ts';

/** A contact without a name is better than one that is called nothing. */
export function newContact(of: { locationId: string; email: string; name: string }) {
  const { locationId, email } = of;
  const name = of.name.trim();
  return { locationId, email, ...(name !== '' && { name }) };
}

export const newConversation = ({ locationId, contactId }: { locationId: string; contactId: string }) => ({
  locationId,
  contactId,
});

/** The oldest first, so that contacts that are added meanwhile come at the end. */
export function contactsPage(page: { locationId: string; limit: number; after?: string }) {
  return {
    locationId: page.locationId,
    pageLimit: page.limit,
    sort: [{ field: 'dateAdded', direction: 'asc' as const }],
    ...(page.after !== undefined && { searchAfter: placeOf(page.after) }),
  };
}

const Place = z.array(z.union([z.string(), z.number()]));

/** A place is kept between two pages, perhaps by another version of ours. */
function placeOf(after: string) {
  try {
    return Place.parse(JSON.parse(after));
  } catch {
    const message = 'ghl.contacts.search: no place in the list of contacts';
    throw new SyncError('invalidRequest', 'ghl.contacts.search', { message });
  }
}
