import type { ContactDecision, WantedContact } from '../../domain/contacts/contactChange.ts';
import type { ContactNews, NewsResult } from '../../domain/contacts/importWord.ts';
import type { ContactId, LocationId } from '../../domain/ids.ts';
import type { Mailbox } from '../../domain/mailbox.ts';
import type { Contact, Location } from '../../domain/tenancy.ts';

/** Contacts, and who works with them. */
export interface TenancyStore {
  readContact(id: ContactId): Promise<Contact | undefined>;
  readLocation(id: LocationId): Promise<Location | undefined>;
  /** The mailboxes of all agents who work in the location. */
  mailboxesIn(id: LocationId): Promise<readonly Mailbox[]>;
  /** One transaction: decides with `saveContact`, then writes the contact. */
  saveContact(wanted: WantedContact): Promise<ContactDecision>;
  /** One transaction: decides with `planNews`, then writes the contact, GHL's last word about it, and the event. */
  applyNews(news: ContactNews): Promise<NewsResult>;
  /** What `applyNews` would come to. */
  previewNews(news: ContactNews): Promise<NewsResult>;
  /** The search for older mail that was wanted is queued: of GHL's contact, or where none is named, of a file's. */
  historyQueued(contact: Pick<Contact, 'contactId' | 'locationId' | 'ghlContactId'>): Promise<void>;
  /** Some of the location's contacts whose search a file has begun, and which is not queued. */
  wantedHistories(id: LocationId, limit: number): Promise<readonly Contact[]>;
  /** The locations that are linked to one of GHL's. */
  linkedTo(ghlLocationId: string): Promise<readonly LocationId[]>;
  /** A location's contacts, a page of them, by their ids. */
  contactsIn(
    id: LocationId,
    page: { limit: number; after?: ContactId | undefined },
  ): Promise<readonly Contact[]>;
  /** All, or a location's; one read for each thousand. */
  countContacts(id?: LocationId): Promise<number>;
  /**
   * Gives a page of contacts, all or a location's, what they are searched by, where the CRM has left that out or behind:
   * a read each, and a write for each that is `outdated`; none in a preview.
   */
  reindexContacts(page: {
    locationId?: LocationId | undefined;
    limit: number;
    after?: ContactId | undefined;
    preview: boolean;
  }): Promise<ReindexedPage>;
}

export interface ReindexedPage {
  readonly looked: number;
  readonly outdated: number;
  /** After which the next page begins. */
  readonly next: ContactId | null;
}
