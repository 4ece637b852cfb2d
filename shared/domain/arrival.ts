import { fingerprintOf } from './fingerprint.ts';
import type { GmailMessage } from './gmail.ts';
import type { ContactId, EmailAddress, GmailMessageId, GmailThreadId, LocationId } from './ids.ts';
import type { Direction, MessageContent } from './message.ts';
import { participantsOf } from './participants.ts';
import type { Contact } from './tenancy.ts';

/** A Gmail message, read and ready to be matched. */
export interface Arrival {
  readonly gmailId: GmailMessageId;
  readonly threadId: GmailThreadId;
  readonly labels: readonly string[];
  readonly sentAt: Date;
  readonly direction: Direction;
  readonly fingerprint: string;
  readonly content: MessageContent;
  /** Everyone in it except the mailbox's own addresses. */
  readonly counterparts: readonly EmailAddress[];
}

/** The contacts of one location that a message belongs to. */
export interface Destination {
  readonly locationId: LocationId;
  readonly contactIds: readonly ContactId[];
}

export function arrivalOf(
  message: GmailMessage,
  content: MessageContent,
  own: ReadonlySet<EmailAddress>,
): Arrival {
  const { envelope } = content;
  const isOwn = ({ address }: { address: EmailAddress }) => own.has(address);
  return {
    gmailId: message.id,
    threadId: message.threadId,
    labels: message.labelIds,
    sentAt: message.internalDate,
    direction: message.labelIds.includes('SENT') || envelope.from.some(isOwn) ? 'outbound' : 'inbound',
    fingerprint: fingerprintOf(envelope),
    content,
    counterparts: participantsOf(envelope).filter((address) => !own.has(address)),
  };
}

/**
 * The one matching rule, for every kind of sync. `contacts` are those of the locations that the mailbox's agent
 * may see; contacts are never created from mail.
 */
export function matchContacts(arrival: Arrival, contacts: readonly Contact[]): readonly Destination[] {
  const counterparts = new Set(arrival.counterparts);
  const byLocation = new Map<LocationId, Set<ContactId>>();
  for (const { locationId, contactId, emails } of contacts) {
    if (!emails.some((email) => counterparts.has(email))) continue;
    byLocation.set(locationId, (byLocation.get(locationId) ?? new Set()).add(contactId));
  }
  return [...byLocation].map(([locationId, contactIds]) => ({
    locationId,
    contactIds: [...contactIds].sort(),
  }));
}
