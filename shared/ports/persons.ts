import type { Person } from '../domain/contacts/eraseContact.ts';
import type { ContactId, EmailAddress, LocationId, MessageId } from '../domain/ids.ts';
import type { Contact } from '../domain/tenancy.ts';

/** What is stored of a person, by what it is. */
export const RECORD_KINDS = [
  'contact',
  'conversation',
  'message',
  'outbox',
  'historyFetch',
  'ghlWord',
] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

/** A document as it is stored, whoever has written it. */
export interface PersonRecord {
  readonly id: string;
  readonly fields: object;
}

export interface Erased {
  /** Messages that are gone. */
  readonly removed: number;
  /** Messages that are somebody else's as well. */
  readonly kept: number;
  /** They cannot be read, or are another location's: left as they are. */
  readonly left: readonly MessageId[];
}

/** All that is stored of a contact, to be given out or erased. */
export interface PersonStore {
  /** Also one whose erasure has begun. */
  findPerson(id: ContactId): Promise<Contact | undefined>;
  personsWith(locationId: LocationId, address: EmailAddress): Promise<readonly Contact[]>;
  /** In the order of their ids, a read each; only the last page is not full. */
  recordsOf(
    person: Person,
    kind: RecordKind,
    page: { limit: number; after?: string | undefined },
  ): Promise<readonly PersonRecord[]>;
  /** From then on no mail is matched with the contact; false where there is none. */
  beginErasure(id: ContactId): Promise<boolean>;
  messagesOf(
    person: Person,
    page: { limit: number; after?: MessageId | undefined },
  ): Promise<readonly MessageId[]>;
  /** One transaction for 50 messages at most: decides with `planErasure`, then writes messages, ledgers and counters. */
  eraseMessages(person: Person, ids: readonly MessageId[], now: Date): Promise<Erased>;
  /**
   * One transaction: deletes conversations, searches, what was to be logged, and last the contact, of whom GHL's older
   * words say nothing any more. `more` where a message is left, or not all of it could be done at once.
   */
  finishErasure(person: Person, now: Date): Promise<'erased' | 'more'>;
}
