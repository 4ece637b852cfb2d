import type { LocationId } from '../../../shared/domain/ids.ts';
import type { Account, Snapshot } from '../gmail/account.ts';
import { AGENCY } from './cast.ts';
import { isHidden } from './due.ts';
import type { Judged, JudgedBox } from './judged.ts';
import type { Shown, ShownConversation, ShownMessage } from './shown.ts';

/** One mailbox's visible copy of a mail, with the contacts of the location that it is theirs. */
interface Copy {
  readonly box: JudgedBox;
  readonly at: number;
  readonly snapshot: Snapshot;
  readonly contacts: readonly string[];
}

/** What the agents of a location have to be shown: reckoned from the mailboxes, and from nothing that the engine did. */
export function impliedBy(universe: Judged, locationId: LocationId, isLeftOut: LeftOut): Shown {
  const mails = Map.groupBy(copiesIn(universe, locationId, isLeftOut), identityOf);
  const groups = [...mails.values()].flatMap(asMessages);
  const messages = groups.map((copies) => messageOf(universe, copies));
  const contacts = universe.contacts.filter((contact) => contact.locationId === locationId);
  const conversations = contacts.flatMap(({ name }) => conversationOf(name, messages));
  return { messages, conversations };
}

/** Whether an id of a mailbox need not have been synced and was not. */
export type LeftOut = (box: JudgedBox, gmailId: string) => boolean;

function copiesIn(universe: Judged, locationId: LocationId, isLeftOut: LeftOut): readonly Copy[] {
  return universe.boxes.flatMap((box, at) =>
    box.locations.includes(locationId)
      ? box.account
          .messages()
          .filter(({ id, labelIds }) => !isHidden(labelIds) && !isLeftOut(box, id))
          .map((snapshot) => ({
            box,
            at,
            snapshot,
            contacts: contactsIn(universe, box, snapshot, locationId),
          }))
          .filter(({ contacts }) => contacts.length > 0)
          .filter(({ snapshot }) => leftOutOf(universe, box, snapshot, locationId) === null)
      : [],
  );
}

/** The location's contacts that take part in the mail; nobody is his own counterpart. */
export function contactsIn(
  { contacts }: Judged,
  { account }: JudgedBox,
  mail: Snapshot,
  locationId: LocationId,
): readonly string[] {
  const others = othersIn(account, mail);
  return contacts
    .filter((contact) => contact.locationId === locationId)
    .filter(({ emails }) => emails.some((email) => others.includes(email)))
    .map(({ name }) => name)
    .sort();
}

const othersIn = (account: Account, { from, to, cc, bcc }: Snapshot): readonly string[] =>
  [...from, ...to, ...cc, ...bcc].filter((address) => !account.owns(address));

/** Why the location's settings do not let the mail in, if they do not. */
export function leftOutOf(
  universe: Judged,
  { account }: JudgedBox,
  mail: Snapshot,
  locationId: LocationId,
): 'excluded' | 'automated' | null {
  const { people, colleagues, automated } = universe.leavesOut(locationId);
  const others = othersIn(account, mail);
  if (people.some((person) => others.includes(universe.person(person)))) return 'excluded';
  if (colleagues && others.some((address) => address.endsWith(`@${AGENCY}`))) return 'excluded';
  return automated && universe.automated.has(`${mail.subject} ${mail.from[0]}`) ? 'automated' : null;
}

const identityOf = ({ snapshot: { messageId, subject, from, internalDate } }: Copy): string =>
  JSON.stringify([messageId, subject, from, internalDate]);

/** The copies of a mail in several mailboxes are one message; two of one mailbox are two. */
function asMessages(copies: readonly Copy[]): readonly (readonly Copy[])[] {
  const boxes = new Set(copies.map(({ box }) => box));
  return boxes.size === 1 ? copies.map((copy) => [copy]) : [copies];
}

function messageOf(universe: Judged, copies: readonly Copy[]): ShownMessage {
  const [first] = copies;
  if (!first) throw new Error('A message without a copy');
  const { messageId, subject, from, internalDate } = first.snapshot;
  const isOutbound = ({ box, snapshot }: Copy) =>
    snapshot.labelIds.includes('SENT') || snapshot.from.some((address) => box.account.owns(address));
  const isAgents = universe.boxes.some(({ account }) => from.some((address) => account.owns(address)));
  return {
    copies: copies.map(({ at, snapshot }) => `${at}:${snapshot.id}`).sort(),
    messageId,
    subject,
    from,
    sentAt: internalDate.toISOString(),
    contacts: [...new Set(copies.flatMap(({ contacts }) => contacts))].sort(),
    labels: [...new Set(copies.flatMap(({ snapshot }) => snapshot.labelIds))].sort(),
    read: copies.some((copy) => isOutbound(copy) || !copy.snapshot.labelIds.includes('UNREAD')),
    // An agent's mail whose sent copy is gone is remembered as sent by who has seen it.
    direction: copies.some(isOutbound) ? 'outbound' : isAgents ? 'either' : 'inbound',
  };
}

function conversationOf(contact: string, messages: readonly ShownMessage[]): readonly ShownConversation[] {
  const shown = messages.filter(({ contacts }) => contacts.includes(contact));
  const [last] = [...shown].sort((a, b) => b.sentAt.localeCompare(a.sentAt));
  if (!last) return [];
  const unread = shown.filter(({ read }) => !read).length;
  const { subject, sentAt, direction } = last;
  return [{ contact, messages: shown.length, unread, last: { subject, sentAt, direction } }];
}
