import type { LedgerEntry, SkipReason } from '../../shared/domain/ledger.ts';
import type { Counters } from '../../shared/domain/mailbox.ts';
import type { MailboxCopy } from '../../shared/domain/message.ts';
import type { Snapshot } from './gmail/account.ts';
import type { MemoryMailbox, MemoryWorld } from './memoryWorld.ts';

/** What an agent is shown, in terms that Gmail's mailboxes imply as well. */
export interface Shown {
  /** By RFC 822 Message-ID. */
  readonly messages: Readonly<Record<string, { read: boolean; copies: number; with: readonly string[] }>>;
  /** By the contact's address. */
  readonly conversations: Readonly<Record<string, { messages: number; unread: number; last: string | null }>>;
}

const HIDDEN = ['DRAFT', 'CHAT', 'SPAM', 'TRASH'];

/** Reckoned from the mailboxes as they are now, and from nothing that the engine did. */
export function impliedBy(world: MemoryWorld, boxes: readonly MemoryMailbox[]): Shown {
  const copies = boxes.flatMap(({ account, emailAddress }) =>
    account
      .messages()
      .filter(({ labelIds }) => !labelIds.some((label) => HIDDEN.includes(label)))
      .map((snapshot) => ({ snapshot, own: emailAddress })),
  );
  const messages: Record<
    string,
    { read: boolean; copies: number; with: string[]; sent: boolean; at: number; subject: string }
  > = {};
  for (const { snapshot, own } of copies) {
    const people = participants(snapshot).filter((address) =>
      world.contacts.some((known) => known === address),
    );
    if (people.length === 0) continue;
    const sent = snapshot.from.includes(own);
    const before = messages[snapshot.messageId];
    messages[snapshot.messageId] = {
      read: (before?.read ?? false) || sent || !snapshot.labelIds.includes('UNREAD'),
      copies: (before?.copies ?? 0) + 1,
      with: people.sort(),
      sent,
      at: snapshot.internalDate.getTime(),
      subject: snapshot.subject,
    };
  }
  const conversations: Record<string, { messages: number; unread: number; last: string | null }> = {};
  for (const person of world.contacts) {
    const shown = Object.values(messages).filter((message) => message.with.includes(person));
    if (shown.length === 0) continue;
    const [last] = shown.sort((a, b) => b.at - a.at);
    conversations[person] = {
      messages: shown.length,
      unread: shown.filter(({ read }) => !read).length,
      last: last?.subject ?? null,
    };
  }
  return {
    messages: Object.fromEntries(
      Object.entries(messages).map(([id, { read, copies: count, with: people }]) => [
        id,
        { read, copies: count, with: people },
      ]),
    ),
    conversations,
  };
}

/** The same, as the engine stored it. */
export function shownIn({ store, contacts, locationId }: MemoryWorld): Shown {
  const addressOf = new Map<string, string>(
    contacts.map((address, index) => [`${locationId}-contact-${index}`, address]),
  );
  const messages = store.messages().filter(({ deletedAt }) => deletedAt === null);
  const conversations = store.conversations().filter(({ messageCount }) => messageCount !== 0);
  return {
    messages: Object.fromEntries(
      messages.map(({ envelope, read, copies, contactIds }) => [
        envelope.rfc822MessageId,
        {
          read,
          copies: Object.values(copies).filter(isVisible).length,
          with: contactIds.map((id) => addressOf.get(id) ?? id).sort(),
        },
      ]),
    ),
    conversations: Object.fromEntries(
      conversations.map(({ contactId, messageCount, unreadCount, lastMessage }) => [
        addressOf.get(contactId) ?? contactId,
        { messages: messageCount, unread: unreadCount, last: lastMessage?.subject ?? null },
      ]),
    ),
  };
}

function isVisible({ labels, deletedAt }: MailboxCopy): boolean {
  return deletedAt === null && !labels.some((label) => HIDDEN.includes(label));
}

/** The counters that a ledger adds up to. */
export function tallyOf(ledger: Readonly<Record<string, LedgerEntry>>): Counters {
  const skipped: Partial<Record<SkipReason, number>> = {};
  let stored = 0;
  for (const entry of Object.values(ledger)) {
    if (entry.state === 'stored') stored += 1;
    if (entry.state === 'skipped') skipped[entry.reason] = (skipped[entry.reason] ?? 0) + 1;
  }
  return { stored, skipped };
}

const participants = ({ from, to, cc, bcc }: Snapshot): string[] => [
  ...new Set([...from, ...to, ...cc, ...bcc]),
];
