/** What of the contacts is shown. It stands in the address, so that going back and reloading keep it. */
export interface ContactsView {
  /** Of these alone; null for all locations. */
  readonly locationId: string | null;
  /** A contact that is being added, with what is known of it. */
  readonly adding: { readonly name: string; readonly email: string } | null;
}

export function readView(query: Readonly<Record<string, string | undefined>>): ContactsView {
  const { location, add, name = '', email = '' } = query;
  return { locationId: location || null, adding: add === undefined ? null : { name, email } };
}

/** Where the contacts of a location are, and beside them one where one is given. */
export function contactsAddress(locationId: string | null, contactId?: string): string {
  const path = contactId === undefined ? '/contacts' : `/contacts/${encodeURIComponent(contactId)}`;
  return locationId === null ? path : `${path}?${new URLSearchParams({ location: locationId })}`;
}

/** Where one is added. */
export const addAddress = (locationId: string | null): string =>
  `/contacts?${new URLSearchParams({ add: '', ...(locationId !== null && { location: locationId }) })}`;
