import type { ContactId, GmailThreadId, LocationId, MessageId, OutboxEntryId } from '../../domain/ids.ts';
import type { Message } from '../../domain/message.ts';
import type { FailReason, LoggedEntry, OpenEntry, OutboxEntry } from '../../domain/outbox/outbox.ts';
import type { Page } from './page.ts';
import type { Seen } from './seen.ts';

/** Where a listing of entries is. */
export type EntryPlace = Pick<OutboxEntry, 'sentAt' | 'entryId'>;

/** What is to be logged at GHL. */
export interface OutboxStore {
  /** A location's entries that are still to be logged, oldest mail first. */
  openEntries(
    locationId: LocationId,
    page: { limit: number; after?: EntryPlace },
  ): Promise<Page<Seen<OpenEntry>, EntryPlace>>;
  /** Compare-and-set; undefined where the entry was changed or deleted since. Repeated, it is carried out once. */
  replaceEntry<Entry extends OutboxEntry>(
    seen: Seen<OutboxEntry>,
    entry: Entry,
  ): Promise<Seen<Entry> | undefined>;
  readEntry(id: OutboxEntryId): Promise<OutboxEntry | undefined>;
  /** Of the emails of a contact's thread that are logged, the one that was sent last. */
  lastLogged(thread: { contactId: ContactId; threadId: GmailThreadId }): Promise<LoggedEntry | undefined>;
  /** Locations that have open entries, in the order of their ids: a read each. */
  locationsToRelay(page: { limit: number; after?: LocationId }): Promise<readonly LocationId[]>;
  outboxOf(locationId: LocationId): Promise<OutboxCounts>;
  /** A location's entries in any of these states, oldest mail first. */
  entriesIn(
    locationId: LocationId,
    page: { states: readonly OutboxEntry['state'][]; limit: number; after?: EntryPlace },
  ): Promise<Page<OutboxEntry, EntryPlace>>;
  /** One transaction: has a failed or skipped entry tried again. */
  retryEntry(id: OutboxEntryId, now: Date): Promise<OutboxEntry | undefined>;
  readMail(id: MessageId): Promise<Message | undefined>;
}

export interface OutboxCounts {
  readonly pending: number;
  /** When the mail was sent that has waited longest. */
  readonly oldestPendingAt: Date | null;
  readonly failed: Readonly<Partial<Record<FailReason, number>>>;
}
