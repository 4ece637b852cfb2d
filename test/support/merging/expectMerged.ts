import { expect } from '@jest/globals';
import type { Conversation } from '../../../shared/domain/conversation.ts';
import { ConversationId, type MessageId } from '../../../shared/domain/ids.ts';
import type { Message } from '../../../shared/domain/message.ts';
import type { MemoryStore } from '../memory-store/memoryStore.ts';
import type { Stored } from './legacy.ts';
import type { LiveEngine } from './liveEngine.ts';
import { idOf } from './oldConversations.ts';

/** No message lost and none moved astray, one conversation a contact, its counters right. */
export function expectMerged(store: MemoryStore, stored: Stored, engine: LiveEngine): void {
  const messages = store.messages();
  expect(namesOf(messages)).toEqual(expectedNames(stored, engine, messages));
  const left = store.conversations().filter(({ conversationId }) => !stored.contradicted.has(conversationId));
  for (const conversation of left) {
    expect(conversation.conversationId).toBe(idOf(conversation));
    expect(shownOf(conversation)).toEqual(countOf(conversation.conversationId, messages));
  }
  const ids = new Set(left.map(({ conversationId }) => conversationId));
  const uncontradicted = messages.filter(
    ({ conversationIds }) => !conversationIds.some((id) => stored.contradicted.has(id)),
  );
  for (const id of uncontradicted.flatMap(ownIds)) expect(ids).toContain(id);
  expect(store.oddConversations().filter((id) => !stored.contradicted.has(id))).toEqual([]);
  if (!engine.hasErased) expectBeginnings(store, stored);
}

const ownIds = ({ locationId, contactIds }: Message): readonly ConversationId[] =>
  contactIds.map((contactId) => ConversationId.of(locationId, contactId));

type Names = Readonly<Record<MessageId, readonly string[]>>;

const namesOf = (messages: readonly Message[]): Names =>
  Object.fromEntries(
    messages.map(({ messageId, conversationIds }) => [messageId, [...conversationIds].sort()]),
  );

/** An old name stays only where something contradicts it, and unless the engine has decided about the mail anew. */
function expectedNames(
  { mails, strays, contradicted, contacts }: Stored,
  { copied, erased, arrived }: LiveEngine,
  messages: readonly Message[],
): Names {
  const owners = new Map(
    contacts.flatMap((contact) =>
      contact.olds.map(({ conversationId }) => [conversationId, idOf(contact)] as const),
    ),
  );
  const merged = (id: ConversationId) => (contradicted.has(id) ? id : (owners.get(id) ?? id));
  const old = mails
    .filter(({ messageId }) => !erased.has(messageId))
    .map((mail) => {
      const names = copied.has(mail.messageId) ? ownIds(mail) : mail.conversationIds.map(merged);
      return [mail.messageId, [...new Set(names)].sort()] as const;
    });
  const fresh = messages.filter(({ messageId }) => arrived.has(messageId));
  expect(fresh).toHaveLength(arrived.size);
  return Object.fromEntries([
    ...old,
    ...strays.map(({ messageId, conversationIds }) => [messageId, conversationIds]),
    ...fresh.map((message) => [message.messageId, ownIds(message)]),
  ]);
}

const shownOf = ({ messageCount, unreadCount, lastMessage }: Conversation) => ({
  messageCount,
  unreadCount,
  last: lastMessage?.messageId,
});

function countOf(id: ConversationId, messages: readonly Message[]) {
  const shown = messages
    .filter(({ conversationIds, deletedAt }) => conversationIds.includes(id) && !deletedAt)
    .sort((a, b) => b.sentAt.getTime() - a.sentAt.getTime() || (a.messageId < b.messageId ? 1 : -1));
  return {
    messageCount: shown.length,
    unreadCount: shown.filter(({ read }) => !read).length,
    last: shown[0]?.messageId,
  };
}

/** As old as the oldest that was merged into it. */
function expectBeginnings(store: MemoryStore, { contacts, contradicted }: Stored): void {
  const conversations = new Map(store.conversations().map((each) => [each.conversationId, each]));
  for (const contact of contacts) {
    const merged = contact.olds.filter(({ conversationId }) => !contradicted.has(conversationId));
    if (merged.length === 0) continue;
    const first = Math.min(...merged.map(({ createdAt }) => createdAt.getTime()));
    expect(conversations.get(idOf(contact))?.createdAt).toEqual(new Date(first));
  }
}
