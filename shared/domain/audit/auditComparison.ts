import { type Conversation, emptyConversation, withPreview } from '../conversation.ts';
import { areSameLabels } from '../foldHistory.ts';
import {
  type ContactId,
  ConversationId,
  type GmailMessageId,
  type LocationId,
  type MessageId,
} from '../ids.ts';
import type { Ledger, LedgerEntry } from '../ledger.ts';
import type { MailboxCopy, Message } from '../message.ts';

export type StoredEntry = Extract<LedgerEntry, { state: 'stored' }>;

/** What one message says of one mailbox. */
export interface CopyPlace {
  readonly locationId: LocationId;
  readonly contactIds: readonly ContactId[];
  /** null where the message has no copy of the mailbox. */
  readonly copy: MailboxCopy | null;
}

/** Messages that are not there are not in it. */
export type CopyPlaces = ReadonlyMap<MessageId, CopyPlace>;

export const messageIdsOf = (entries: ReadonlyMap<GmailMessageId, StoredEntry>): readonly MessageId[] => [
  ...new Set([...entries.values()].flatMap(({ messageIds }) => messageIds)),
];

/** Those of stored mail. */
export const storedOf = (ledger: Ledger): ReadonlyMap<GmailMessageId, StoredEntry> =>
  new Map(
    [...ledger].flatMap(([id, entry]): [GmailMessageId, StoredEntry][] =>
      entry.state === 'stored' ? [[id, entry]] : [],
    ),
  );

/** Whether every message that the entry names has the mailbox's copy of this mail. */
export function isAnchored(
  gmailId: GmailMessageId,
  { messageIds }: StoredEntry,
  places: CopyPlaces,
): boolean {
  return messageIds.every((id) => places.get(id)?.copy?.gmailId === gmailId);
}

/** The copies in the agent's locations: what one has left keeps its messages as they were. */
export function copiesWithin(
  { messageIds }: StoredEntry,
  places: CopyPlaces,
  locationIds: readonly LocationId[],
): readonly MailboxCopy[] {
  return messageIds.flatMap((id) => {
    const place = places.get(id);
    return place?.copy && locationIds.includes(place.locationId) ? [place.copy] : [];
  });
}

/** Whether the copies are all as Gmail has the mail. */
export function areLike(copies: readonly MailboxCopy[], labels: readonly string[]): boolean {
  return copies.every((copy) => copy.deletedAt === null && areSameLabels(copy.labels, labels));
}

export interface ConversationRef {
  readonly conversationId: ConversationId;
  readonly locationId: LocationId;
  readonly contactId: ContactId;
}

export function conversationsIn(places: CopyPlaces): readonly ConversationRef[] {
  const refs = [...places.values()].flatMap(({ locationId, contactIds }) =>
    contactIds.map((contactId): [ConversationId, ConversationRef] => {
      const conversationId = ConversationId.of(locationId, contactId);
      return [conversationId, { conversationId, locationId, contactId }];
    }),
  );
  return [...new Map(refs).values()];
}

/** What a conversation's messages say of it. */
export interface Tally {
  readonly messageCount: number;
  readonly unreadCount: number;
  /** The newest that is visible. */
  readonly newest: Message | undefined;
}

/** The conversation as its messages have it: the same object where it is right, undefined where there is none and need not be. */
export function recounted(
  conversation: Conversation | undefined,
  { conversationId, locationId, contactId }: ConversationRef,
  { messageCount, unreadCount, newest }: Tally,
  now: Date,
): Conversation | undefined {
  if (!conversation && messageCount === 0) return undefined;
  const base = conversation ?? emptyConversation(conversationId, locationId, contactId, now);
  const right = withPreview({ ...base, messageCount, unreadCount }, newest ? [newest] : []);
  return conversation && isSame(conversation, right) ? conversation : { ...right, updatedAt: now };
}

function isSame(a: Conversation, b: Conversation): boolean {
  const counts = a.messageCount === b.messageCount && a.unreadCount === b.unreadCount;
  const [last, right] = [a.lastMessage, b.lastMessage];
  if (last === null || right === null) return counts && last === right;
  return (
    counts &&
    last.messageId === right.messageId &&
    last.direction === right.direction &&
    last.subject === right.subject &&
    last.snippet === right.snippet &&
    last.sentAt.getTime() === right.sentAt.getTime()
  );
}
