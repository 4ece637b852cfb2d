import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type Conversation,
  emptyConversation,
  withMessage,
  withPreview,
} from '../../../shared/domain/conversation.ts';
import { ConversationId, MailboxId, MessageId } from '../../../shared/domain/ids.ts';
import type { Message } from '../../../shared/domain/message.ts';
import { withArrival } from '../../../shared/domain/messageCopies.ts';
import { aContact, anArrival } from '../../support/builders.ts';

const created = new Date('2026-11-01T10:00:00Z');
const now = new Date('2026-11-22T10:00:00Z');
const { locationId, contactId } = aContact();
const conversationId = ConversationId.of(locationId, contactId);
const empty = emptyConversation(conversationId, locationId, contactId, created);

/** A message of the conversation, sent at this minute. */
const aMessage = (minute: number, overrides: Partial<Message> = {}): Message => ({
  ...withArrival(undefined, anArrival({ sentAt: new Date(`2026-11-02T10:${10 + minute}:00Z`) }), {
    locationId,
    contactIds: [contactId],
    messageId: MessageId(`message ${minute}`),
    mailboxId: MailboxId('ann'),
    now,
  }),
  ...overrides,
});
const withAll = (...messages: readonly Message[]) =>
  messages.reduce<Conversation>((all, each) => withMessage(all, undefined, each, now), empty);
const unread = { read: false };
const hidden = { deletedAt: now };
const elsewhere = { conversationIds: [ConversationId('elsewhere')] };

describe('the counts of a conversation', () => {
  const counts = ({ messageCount, unreadCount }: Conversation) => [messageCount, unreadCount];

  test.each([
    ['a read message', {}, [1, 0]],
    ['an unread message', unread, [1, 1]],
    ['a hidden message', { ...unread, ...hidden }, [0, 0]],
    ['a message of another conversation', { ...unread, ...elsewhere }, [0, 0]],
  ])('%s contributes what it shows', (_, message, expected) => {
    expect(counts(withAll(aMessage(1, message)))).toEqual(expected);
  });

  test.each([
    ['read', unread, {}, [0, -1]],
    ['marked unread', {}, unread, [0, 1]],
    ['hidden', unread, { ...unread, ...hidden }, [-1, -1]],
    ['shown again', { ...unread, ...hidden }, unread, [1, 1]],
    ['read while it is hidden', { ...unread, ...hidden }, hidden, [0, 0]],
    ['joined to this conversation, too', { ...unread, ...elsewhere }, unread, [1, 1]],
    ['left as it was', unread, unread, [0, 0]],
  ])('move by the difference when a message is %s', (_, before, after, [messages, unreadOnes]) => {
    const start = { ...empty, messageCount: 10, unreadCount: 5 };
    const moved = withMessage(start, aMessage(1, before), aMessage(1, after), now);
    expect(counts(moved)).toEqual([10 + Number(messages), 5 + Number(unreadOnes)]);
  });

  test('are what the messages add up to, and never below zero, whatever happens in whatever order', () => {
    const anyState = fc.constantFrom(
      {},
      unread,
      hidden,
      { ...unread, ...hidden },
      { ...unread, ...elsewhere },
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), anyState)), (changes) => {
        const messages = new Map<number, Message>();
        let conversation = empty;
        for (const [minute, state] of changes) {
          const after = aMessage(minute, state);
          conversation = withMessage(conversation, messages.get(minute), after, now);
          messages.set(minute, after);
          const visible = [...messages.values()].filter(
            ({ deletedAt, conversationIds }) => !deletedAt && conversationIds.includes(conversationId),
          );
          expect(counts(conversation)).toEqual([visible.length, visible.filter(({ read }) => !read).length]);
        }
      }),
    );
  });
});

describe('the preview of a conversation', () => {
  const [one, two, three] = [aMessage(1), aMessage(2), aMessage(3)];

  test('is nothing before the first visible message', () => {
    expect(empty.lastMessage).toBeNull();
    expect(withAll(aMessage(1, hidden)).lastMessage).toBeNull();
  });

  test('shows the newest message, in whatever order they come', () => {
    const { envelope, snippet, sentAt, direction, messageId } = three;
    const preview = { messageId, direction, subject: envelope.subject, snippet, sentAt };
    expect(withAll(one, two, three).lastMessage).toEqual(preview);
    expect(withAll(three, one, two).lastMessage).toEqual(preview);
  });

  test('of two messages of one moment is the same one, whichever comes first, changes last or is chosen again', () => {
    const twin = aMessage(4, { sentAt: three.sentAt });
    const { lastMessage } = withAll(three, twin);
    expect(withAll(twin, three).lastMessage).toEqual(lastMessage);
    expect(withMessage(withAll(three, twin), three, three, now).lastMessage).toEqual(lastMessage);
    expect(withMessage(withAll(three, twin), twin, twin, now).lastMessage).toEqual(lastMessage);
    expect(withPreview(empty, [three, twin]).lastMessage).toEqual(lastMessage);
    expect(withPreview(empty, [twin, three]).lastMessage).toEqual(lastMessage);
  });

  test('follows its own message: sent by a colleague, it turns outbound', () => {
    const sent = withMessage(withAll(one, two), two, { ...two, direction: 'outbound' }, now);
    expect(sent.lastMessage).toMatchObject({ messageId: two.messageId, direction: 'outbound' });
  });

  test('is not taken by an older message that changes', () => {
    const changed = withMessage(withAll(one, two), one, { ...one, ...unread }, now);
    expect(changed.lastMessage).toMatchObject({ messageId: two.messageId });
  });

  test('is chosen again from the visible messages of this conversation alone', () => {
    const candidates = [two, one, { ...three, ...hidden }, aMessage(4, elsewhere)];
    expect(withPreview(empty, candidates).lastMessage).toMatchObject({ messageId: two.messageId });
    expect(withPreview(withAll(two), []).lastMessage).toBeNull();
  });
});

test('a change dates the conversation, and leaves when it began', () => {
  expect(withAll(aMessage(1))).toMatchObject({ createdAt: created, updatedAt: now, contactId, locationId });
});
