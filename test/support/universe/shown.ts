import type { Conversation } from '../../../shared/domain/conversation.ts';
import type { LocationId } from '../../../shared/domain/ids.ts';
import type { MailboxCopy, Message } from '../../../shared/domain/message.ts';
import { isHidden } from './due.ts';
import type { Judged } from './judged.ts';

/** What the agents of one location are shown, in terms that Gmail's mailboxes imply as well. */
export interface Shown {
  readonly messages: readonly ShownMessage[];
  readonly conversations: readonly ShownConversation[];
}

/** `either`, where it depends on when the mail was seen. */
type ShownDirection = 'inbound' | 'outbound' | 'either';

export interface ShownMessage {
  /** The visible ones: number of the mailbox, and Gmail id. */
  readonly copies: readonly string[];
  readonly messageId: string;
  readonly subject: string;
  readonly from: readonly string[];
  readonly sentAt: string;
  readonly contacts: readonly string[];
  readonly labels: readonly string[];
  readonly read: boolean;
  readonly direction: ShownDirection;
}

export interface ShownConversation {
  readonly contact: string;
  readonly messages: number;
  readonly unread: number;
  readonly last: {
    readonly subject: string;
    readonly sentAt: string;
    readonly direction: ShownDirection;
  } | null;
}

export async function shownIn(universe: Judged, locationId: LocationId): Promise<Shown> {
  const { ground } = universe;
  const [allMessages, allConversations] = await Promise.all([
    ground.messages(locationId),
    ground.conversations(locationId),
  ]);
  const messages = allMessages.filter(({ deletedAt }) => deletedAt === null);
  const conversations = allConversations.filter((each) => !isEmpty(each));
  return {
    messages: messages.map((message) => asShown(universe, message)),
    conversations: conversations.map(({ contactId, messageCount, unreadCount, lastMessage }) => ({
      contact: nameOf(universe, contactId),
      messages: messageCount,
      unread: unreadCount,
      last: lastMessage && {
        subject: lastMessage.subject,
        sentAt: lastMessage.sentAt.toISOString(),
        direction: lastMessage.direction,
      },
    })),
  };
}

const isEmpty = ({ messageCount, unreadCount, lastMessage }: Conversation): boolean =>
  messageCount === 0 && unreadCount === 0 && lastMessage === null;

function asShown(universe: Judged, message: Message): ShownMessage {
  const copies = Object.entries(message.copies).filter(([, copy]) => isVisible(copy));
  const at = (id: string) => universe.boxes.findIndex(({ mailboxId }) => mailboxId === id);
  return {
    copies: copies.map(([mailboxId, { gmailId }]) => `${at(mailboxId)}:${gmailId}`).sort(),
    messageId: message.envelope.rfc822MessageId,
    subject: message.envelope.subject,
    from: message.envelope.from.map(({ address }) => address),
    sentAt: message.sentAt.toISOString(),
    contacts: message.contactIds.map((id) => nameOf(universe, id)).sort(),
    labels: message.labels,
    read: message.read,
    direction: message.direction,
  };
}

const isVisible = ({ labels, deletedAt }: MailboxCopy): boolean => deletedAt === null && !isHidden(labels);

const nameOf = ({ contacts }: Judged, id: string): string =>
  contacts.find(({ contactId }) => contactId === id)?.name ?? id;
