import {
  type ContactId,
  ConversationId,
  type GmailMessageId,
  MailboxId,
  type MessageId,
  OutboxEntryId,
} from '../ids.ts';
import type { LedgerEntry } from '../ledger.ts';
import { addCounters, type Counters, NO_COUNTS } from '../mailbox.ts';
import type { Message } from '../message.ts';
import type { Contact } from '../tenancy.ts';

/** Whose data are erased. */
export type Person = Pick<Contact, 'contactId' | 'locationId' | 'ghlContactId'>;

/** A message of theirs without its words. */
export type ErasableMessage = Pick<
  Message,
  'messageId' | 'locationId' | 'contactIds' | 'conversationIds' | 'copies'
>;

/** Where a mailbox's ledger tells of a mail. */
export interface LedgerPlace {
  readonly mailboxId: MailboxId;
  readonly gmailId: GmailMessageId;
}

export interface ErasurePlan {
  /** They have nobody else. */
  readonly removed: readonly MessageId[];
  /** They are somebody else's as well, and lose this one alone. */
  readonly kept: readonly Pick<Message, 'messageId' | 'contactIds' | 'conversationIds'>[];
  readonly outbox: readonly OutboxEntryId[];
  readonly ledger: readonly (LedgerPlace & { readonly entry: LedgerEntry })[];
  readonly counters: ReadonlyMap<MailboxId, Counters>;
}

/** Of another location, or no longer theirs: not to be touched. */
const isTheirs = ({ contactId, locationId }: Person, message: ErasableMessage): boolean =>
  message.locationId === locationId && message.contactIds.includes(contactId);

const isAlone = (contactId: ContactId, { contactIds }: ErasableMessage): boolean =>
  contactIds.every((id) => id === contactId);

/** The entries that tell of what goes: a plan needs them. */
export function ledgerPlaces(person: Person, messages: readonly ErasableMessage[]): readonly LedgerPlace[] {
  const going = messages.filter((each) => isTheirs(person, each) && isAlone(person.contactId, each));
  const places = going.flatMap(({ copies }) =>
    Object.entries(copies).map(([id, { gmailId }]): LedgerPlace => ({ mailboxId: MailboxId(id), gmailId })),
  );
  return [...new Map(places.map((place) => [keyOf(place), place])).values()];
}

export const keyOf = ({ mailboxId, gmailId }: LedgerPlace): string => `${mailboxId}/${gmailId}`;

/**
 * What becomes of some of a contact's messages. A mail that goes is `skipped` in each mailbox that has it, as one in
 * which nobody is a contact: so no sync, recovery or audit brings it back. `old`: further ids of the contact's
 * conversation.
 */
export function planErasure(
  person: Person,
  messages: readonly ErasableMessage[],
  stored: { ledger: ReadonlyMap<string, LedgerEntry>; old: readonly ConversationId[]; now: Date },
): ErasurePlan {
  const { contactId, locationId } = person;
  const theirs = messages.filter((each) => isTheirs(person, each));
  const removed = theirs.filter((each) => isAlone(contactId, each)).map(({ messageId }) => messageId);
  const own = new Set<ConversationId>([ConversationId.of(locationId, contactId), ...stored.old]);
  const kept = theirs
    .filter((each) => !isAlone(contactId, each))
    .map(({ messageId, contactIds, conversationIds }) => ({
      messageId,
      contactIds: contactIds.filter((id) => id !== contactId),
      conversationIds: conversationIds.filter((id) => !own.has(id)),
    }));
  const gone = new Set(removed);
  const ledger = ledgerPlaces(person, theirs).flatMap((place) => {
    const before = stored.ledger.get(keyOf(place));
    const entry = before && withoutMessages(before, gone, stored.now);
    return entry && entry !== before ? [{ ...place, entry }] : [];
  });
  return {
    removed,
    kept,
    outbox: theirs.map(({ messageId }) => OutboxEntryId.of(messageId, contactId)),
    ledger,
    counters: countersOf(ledger),
  };
}

/** The mail may be another location's as well: there it stays. */
function withoutMessages(entry: LedgerEntry, gone: ReadonlySet<MessageId>, now: Date): LedgerEntry {
  if (entry.state !== 'stored') return entry;
  const messageIds = entry.messageIds.filter((id) => !gone.has(id));
  if (messageIds.length === entry.messageIds.length) return entry;
  return messageIds.length > 0
    ? { ...entry, messageIds }
    : { state: 'skipped', reason: 'no-contact', at: now };
}

const NOW_SKIPPED: Counters = { stored: -1, skipped: { 'no-contact': 1 } };

function countersOf(ledger: ErasurePlan['ledger']): ReadonlyMap<MailboxId, Counters> {
  const counters = new Map<MailboxId, Counters>();
  for (const { mailboxId, entry } of ledger) {
    if (entry.state !== 'skipped') continue;
    counters.set(mailboxId, addCounters(counters.get(mailboxId) ?? NO_COUNTS, NOW_SKIPPED));
  }
  return counters;
}
