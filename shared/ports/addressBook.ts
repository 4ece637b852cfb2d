import type { WrittenContact } from '../domain/contacts/addressBook.ts';

/** Somebody's Google Contacts, opened with a token that is stored nowhere. */
export interface AddressBook {
  /**
   * A page of them, in the order in which they were changed; those that are deleted are left out.
   * @throws SyncError `rateLimited`, `dailyLimitExceeded`, `unauthorized`, `insufficientScope`, `forbidden`,
   * `invalidRequest` (also where the People API is not enabled in our project), `unavailable`, `malformedAnswer`
   */
  listContacts(request: { pageToken?: string; signal: AbortSignal }): Promise<AddressBookPage>;
}

export interface AddressBookPage {
  readonly contacts: readonly WrittenContact[];
  readonly nextPageToken?: string;
}

export type OpenAddressBook = (accessToken: string) => AddressBook;
