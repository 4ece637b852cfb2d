import { readAutomation } from './content/automation.ts';
import { isExcluded } from './exclusion.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { GmailMessage } from './gmail.ts';
import type { ContactId, EmailAddress, GmailMessageId, GmailThreadId, LocationId } from './ids.ts';
import type { SkipReason } from './ledger.ts';
import type { Direction, MessageContent } from './message.ts';
import { decideLog, type LogDecision } from './outbox/outbox.ts';
import { participantsOf } from './participants.ts';
import type { Contact, Location } from './tenancy.ts';

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
  /** Whether a list brought it or a machine wrote it; of what the agent sent, only automatic replies are that. */
  readonly automated: boolean;
}

/** The contacts of one location that a message belongs to. */
export interface Destination {
  readonly locationId: LocationId;
  readonly contactIds: readonly ContactId[];
  /** Whether what is new to a contact is logged at GHL; absent where the location is not linked. */
  readonly log?: LogDecision;
}

export function arrivalOf(
  message: GmailMessage,
  content: MessageContent,
  own: ReadonlySet<EmailAddress>,
): Arrival {
  const { envelope } = content;
  const isOwn = ({ address }: { address: EmailAddress }) => own.has(address);
  const isSent = message.labelIds.includes('SENT') || envelope.from.some(isOwn);
  const automation = readAutomation(message.payload);
  return {
    gmailId: message.id,
    threadId: message.threadId,
    labels: message.labelIds,
    sentAt: message.internalDate,
    direction: isSent ? 'outbound' : 'inbound',
    fingerprint: fingerprintOf(envelope),
    content,
    counterparts: participantsOf(envelope).filter((address) => !own.has(address)),
    automated: isSent ? automation === 'autoReply' : automation !== null,
  };
}

/** Where a mail is stored, or why it is not. */
export type ArrivalDecision =
  | { readonly destinations: readonly Destination[] }
  | { readonly skip: Extract<SkipReason, 'no-contact' | 'excluded' | 'automated'> };

/**
 * The one rule, for every kind of sync: a mail belongs to the locations that have a contact in it, except to those whose
 * settings leave it out. `locations` are those of the contacts; one without a document leaves nothing out.
 */
export function decideArrival(
  arrival: Arrival,
  contacts: readonly Contact[],
  locations: readonly Location[],
): ArrivalDecision {
  const matched = matchContacts(arrival, contacts);
  if (matched.length === 0) return { skip: 'no-contact' };
  const reasons = matched.map(({ locationId }) => {
    const location = locations.find((each) => each.locationId === locationId);
    return location && leftOutBy(location, arrival);
  });
  const destinations = matched.filter((_, index) => reasons[index] === undefined);
  if (destinations.length > 0) return { destinations };
  return { skip: reasons.includes('excluded') ? 'excluded' : 'automated' };
}

/** The same destinations, and which of them log it. `asked`: a fetch of a contact's history brought it. */
export function withLogging(
  destinations: readonly Destination[],
  locations: readonly Location[],
  mail: { asked: boolean; sentAt: Date },
  now: Date,
): readonly Destination[] {
  return destinations.map((destination) => {
    const location = locations.find(({ locationId }) => locationId === destination.locationId);
    const log = decideLog(location?.ghl ?? null, mail, now);
    return log ? { ...destination, log } : destination;
  });
}

/** Nobody on the list is ever stored, also where somebody else in the mail is a contact who is not on it. */
function leftOutBy(
  { excluded, skipAutomated }: Location,
  { counterparts, automated }: Arrival,
): 'excluded' | 'automated' | undefined {
  if (isExcluded(excluded, counterparts)) return 'excluded';
  return skipAutomated && automated ? 'automated' : undefined;
}

/**
 * The contacts that a mail is with. `contacts` are those of the locations that the mailbox's agent may see; contacts are
 * never created from mail.
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
