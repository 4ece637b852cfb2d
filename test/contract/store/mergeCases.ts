import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import {
  conversationOf,
  type OldConversation,
} from '../../../shared/domain/conversations/oldConversation.ts';
import { ContactId, ConversationId, MessageId } from '../../../shared/domain/ids.ts';
import { anOldConversation, anOldMessage, BEGUN, idOf } from '../../support/merging/oldConversations.ts';
import { minutesLater, NOW } from './scenario.ts';
import type { StoreCases, StoreFixture } from './storeFixture.ts';

/** A contact with one old conversation, with so many messages in it. */
async function anOldContact(fixture: StoreFixture, messages: number) {
  const { locationId, contactId } = await fixture.tenants.contact(await fixture.tenants.location());
  const owner = { locationId, contactId };
  const old = anOldConversation(owner);
  await fixture.putConversation(old);
  const ids: MessageId[] = [];
  for (let minute = 1; minute <= messages; minute += 1) {
    const sentAt = minutesLater(minute);
    const message = anOldMessage(locationId, [contactId], [old.conversationId], {
      labels: ['INBOX', 'UNREAD'],
      sentAt,
    });
    await fixture.putMessage(message);
    ids.push(message.messageId);
  }
  const found: OldConversation = {
    conversationId: old.conversationId,
    owner,
    createdAt: BEGUN,
    isWhole: true,
  };
  return { ...owner, old, found, messageIds: ids.sort(), to: conversationOf(owner) };
}

export const MERGE_CASES: StoreCases = {
  'conversations come once each in the order of their ids, all of them or those of a location': async (
    fixture,
  ) => {
    const { store } = fixture;
    const [a, b] = [await anOldContact(fixture, 0), await anOldContact(fixture, 0)];
    const odd = ConversationId(`old-${randomUUID()}`);
    await fixture.putOddConversation(odd, { locationId: a.locationId });
    const nobodys = ConversationId(`old-${randomUUID()}`);
    await fixture.putOddConversation(nobodys, { messageCount: 3 });
    const lacking = { owner: null, createdAt: null, isWhole: false };
    const all = [
      a.found,
      b.found,
      { conversationId: odd, ...lacking },
      { conversationId: nobodys, ...lacking },
    ].sort((x, y) => (x.conversationId < y.conversationId ? -1 : 1));
    expect(await store.countConversations()).toBe(4);
    expect(await store.countConversations(a.locationId)).toBe(2);
    const first = await store.conversationPage({ limit: 3 });
    expect(first).toEqual(all.slice(0, 3));
    expect(await store.conversationPage({ limit: 3, after: first.at(-1) })).toEqual(all.slice(3));
    expect(await store.conversationPage({ limit: 3, locationId: a.locationId })).toEqual(
      all.filter(({ conversationId }) => [a.found.conversationId, odd].includes(conversationId)),
    );
  },

  'of a conversation that lacks fields, what it has is found': async (fixture) => {
    const { store } = fixture;
    const { old, found, locationId, contactId, to } = await anOldContact(fixture, 0);
    expect(await store.findConversation(old.conversationId)).toEqual(found);
    expect(await store.findConversation(to.conversationId)).toBeUndefined();
    const conversationId = ConversationId(randomUUID());
    await fixture.putOddConversation(conversationId, { locationId, contactId, createdAt: NOW });
    expect(await store.findConversation(conversationId)).toEqual({
      conversationId,
      owner: { locationId, contactId },
      createdAt: NOW,
      isWhole: false,
    });
  },

  'the conversations of a contact that come after one are its own': async (fixture) => {
    const { locationId, contactId, old } = await anOldContact(fixture, 0);
    const owner = { locationId, contactId };
    await fixture.putConversation(anOldConversation({ locationId, contactId: ContactId(randomUUID()) }));
    const others = [anOldConversation(owner), anOldConversation(owner), anOldConversation(owner)];
    for (const each of others) await fixture.putConversation(each);
    const [first, ...rest] = [old, ...others].map(({ conversationId }) => conversationId).sort();
    if (!first) throw new Error('Four of them');
    expect(await fixture.store.conversationsAfter(owner, first, 9)).toEqual(rest);
    expect(await fixture.store.conversationsAfter(owner, first, 2)).toEqual(rest.slice(0, 2));
  },

  'the messages that name a conversation are told with their owners, and those that are unreadable without':
    async (fixture) => {
      const { store } = fixture;
      const { old, locationId, contactId, messageIds } = await anOldContact(fixture, 2);
      const { conversationId } = old;
      const odd = MessageId(`odd-${randomUUID()}`);
      await fixture.putOddMessage(odd, [conversationId]);
      const expected = [
        ...messageIds.map((messageId) => ({ messageId, message: { locationId, contactIds: [contactId] } })),
        { messageId: odd, message: null },
      ].sort((a, b) => (a.messageId < b.messageId ? -1 : 1));
      const first = await store.messagesNaming(conversationId, { limit: 2 });
      expect(first).toEqual(expected.slice(0, 2));
      expect(await store.messagesNaming(conversationId, { limit: 2, after: first.at(-1) })).toEqual(
        expected.slice(2),
      );
    },

  'messages move some at a time, and the conversation that they move to counts them as they come': async (
    fixture,
  ) => {
    const { store, stored } = fixture;
    const { old, to, locationId, messageIds } = await anOldContact(fixture, 3);
    const [last, ...others] = [...messageIds, MessageId(randomUUID())];
    if (!last) throw new Error('Three of them');
    const move = (ids: readonly MessageId[]) =>
      store.moveMessages({ from: old.conversationId, to, now: NOW, messageIds: ids });
    const counted = async () =>
      (await stored.conversations(locationId)).find((each) => each.conversationId === to.conversationId);
    expect(await move(others)).toEqual({ moved: 2 });
    expect(await counted()).toMatchObject({ messageCount: 2, unreadCount: 2 });
    expect(await move([last])).toEqual({ moved: 1 });
    expect(await counted()).toMatchObject({ messageCount: 3, lastMessage: { sentAt: minutesLater(3) } });
    expect(await move([last, ...others])).toEqual({ moved: 0 });
    const messages = await stored.messages(locationId);
    expect(messages.map(({ conversationIds }) => conversationIds)).toEqual(
      messages.map(() => [to.conversationId]),
    );
    expect(await store.checkConversation(to, { repair: false, now: NOW })).toBe('right');
  },

  'a message that names the conversation that stays as well names it once, and is counted once': async (
    fixture,
  ) => {
    const { store, stored } = fixture;
    const { old, to, locationId, contactId } = await anOldContact(fixture, 0);
    const other = ConversationId(randomUUID());
    const names = [to.conversationId, old.conversationId, other];
    const message = anOldMessage(locationId, [contactId], names);
    await fixture.putMessage(message);
    await store.checkConversation(to, { repair: true, now: NOW });
    const request = { from: old.conversationId, to, now: NOW, messageIds: [message.messageId] };
    expect(await store.moveMessages(request)).toEqual({ moved: 1 });
    expect(await stored.messages(locationId)).toEqual([
      { ...message, conversationIds: [to.conversationId, other] },
    ]);
    expect(await store.checkConversation(to, { repair: false, now: NOW })).toBe('right');
  },

  'nothing moves where one of the messages is another location’s, another contact’s or unreadable': async (
    fixture,
  ) => {
    const { store } = fixture;
    const { old, to, locationId, contactId, messageIds } = await anOldContact(fixture, 1);
    const { conversationId } = old;
    const elsewhere = anOldMessage(await fixture.tenants.location(), [contactId], [conversationId]);
    await fixture.putMessage(elsewhere);
    const reasonOf = async (id: MessageId) => {
      const moving = { from: conversationId, to, now: NOW, messageIds: [...messageIds, id] };
      const moved = await store.moveMessages(moving);
      return 'objection' in moved ? moved.objection : moved;
    };
    const { messageId } = elsewhere;
    expect(await reasonOf(messageId)).toEqual({ outcome: 'conflict', reason: 'otherLocation', messageId });
    const anothers = anOldMessage(locationId, [ContactId(randomUUID())], [conversationId]);
    await fixture.putMessage({ ...anothers, messageId });
    expect(await reasonOf(messageId)).toEqual({ outcome: 'conflict', reason: 'otherContact', messageId });
    const odd = MessageId(`a-${randomUUID()}`);
    await fixture.putOddMessage(odd, [conversationId]);
    expect(await reasonOf(odd)).toEqual({ outcome: 'unreadable', reason: 'message', messageId: odd });
    const named = await store.messagesNaming(conversationId, { limit: 9 });
    expect(named.map((each) => each.messageId)).toEqual([odd, ...[...messageIds, messageId].sort()]);
    expect(await store.findConversation(to.conversationId)).toBeUndefined();
  },

  'a conversation that is named stays; one that nobody names goes, and leaves its beginning': async (
    fixture,
  ) => {
    const { store, stored } = fixture;
    const { old, found, to, locationId, messageIds } = await anOldContact(fixture, 1);
    const into = { to, now: NOW };
    expect(await store.removeMerged(found, into)).toBe('kept');
    await store.moveMessages({ from: old.conversationId, to, now: NOW, messageIds });
    expect(await store.removeMerged(found, into)).toBe('removed');
    expect(await store.removeMerged(found, into)).toBe('gone');
    expect(await stored.conversations(locationId)).toMatchObject([
      { conversationId: to.conversationId, createdAt: BEGUN, messageCount: 1 },
    ]);
  },

  'of an empty conversation, too, the one stays that arrivals go to; a later beginning changes nothing':
    async (fixture) => {
      const { store, stored } = fixture;
      const { found, to, locationId, contactId } = await anOldContact(fixture, 0);
      const into = { to, now: NOW };
      expect(await store.removeMerged(found, into)).toBe('removed');
      const later = anOldConversation({ locationId, contactId }, { createdAt: minutesLater(-9) });
      await fixture.putConversation(later);
      const { conversationId } = later;
      expect(await store.removeMerged({ ...found, conversationId }, into)).toBe('removed');
      expect(await stored.conversations(locationId)).toEqual([
        {
          conversationId: idOf({ locationId, contactId }),
          locationId,
          contactId,
          messageCount: 0,
          unreadCount: 0,
          lastMessage: null,
          createdAt: BEGUN,
          updatedAt: NOW,
        },
      ]);
    },

  'a conversation that has become somebody else’s meanwhile stays': async (fixture) => {
    const { old, found, to, locationId } = await anOldContact(fixture, 0);
    await fixture.putConversation({ ...old, contactId: ContactId(randomUUID()) });
    expect(await fixture.store.removeMerged(found, { to, now: NOW })).toBe('kept');
    expect(await fixture.stored.conversations(locationId)).toHaveLength(1);
  },
};
