import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type { Arrival } from '../../../shared/domain/arrival.ts';
import { ContactId, ConversationId, type LocationId, MessageId } from '../../../shared/domain/ids.ts';
import { anArrival, aRun, aTenant, change, minutesLater, stores } from './scenario.ts';
import type { StoreCases, StoreFixture } from './storeFixture.ts';

interface Mail {
  readonly minute: number;
  readonly labelIds?: readonly string[];
}

/** A conversation with these mails, stored in this order. */
async function aConversation(fixture: StoreFixture, mails: readonly Mail[]) {
  const { mailbox, contact, locationId } = await aTenant(fixture);
  const run = await aRun(fixture, mailbox);
  const arrivals = mails.map(({ minute, labelIds = ['INBOX', 'UNREAD'] }) =>
    anArrival(mailbox, contact, { internalDate: minutesLater(minute), labelIds }),
  );
  await run.commit(arrivals.map((arrival) => stores(arrival, [contact])));
  const conversationId = ConversationId.of(locationId, contact.contactId);
  return { mailbox, locationId, conversationId, run, idOf: await idsOf(fixture, locationId), arrivals };
}

async function idsOf({ stored }: StoreFixture, locationId: LocationId) {
  const messages = await stored.messages(locationId);
  const ids = new Map(messages.map(({ emailMessageId, messageId }) => [emailMessageId, messageId]));
  return (arrival: Arrival | undefined): MessageId => {
    const id = arrival && ids.get(arrival.gmailId);
    if (id === undefined) throw new Error('Not stored');
    return id;
  };
}

const nobody = () => MessageId(randomUUID());

export const CONVERSATION_CASES: StoreCases = {
  'a conversation is in one location, and nowhere where it is not there': async (fixture) => {
    const { conversationId, locationId } = await aConversation(fixture, [{ minute: 1 }]);
    expect(await fixture.store.locationOf(conversationId)).toBe(locationId);
    expect(
      await fixture.store.locationOf(ConversationId.of(locationId, ContactId(randomUUID()))),
    ).toBeUndefined();
  },

  'the unread messages of a conversation come newest first, as many as are asked for': async (fixture) => {
    const minutes = [3, 1, 5, 2];
    const { store } = fixture;
    const scene = await aConversation(fixture, [
      ...minutes.map((minute) => ({ minute })),
      { minute: 4, labelIds: ['INBOX'] },
    ]);
    await aConversation(fixture, [{ minute: 6 }]);
    const [three, one, five, two] = scene.arrivals.map(scene.idOf);
    const found = async (limit: number) =>
      (await store.unreadOf(scene.conversationId, limit)).map(({ messageId }) => messageId);
    expect(await found(10)).toEqual([five, three, two, one]);
    expect(await found(2)).toEqual([five, three]);
  },

  'an unread message comes with its copies and without its content': async (fixture) => {
    const { store, stored } = fixture;
    const { conversationId, locationId } = await aConversation(fixture, [{ minute: 1 }]);
    const [message] = await stored.messages(locationId);
    expect(await store.unreadOf(conversationId, 1)).toEqual([
      { messageId: message?.messageId, read: false, copies: message?.copies },
    ]);
  },

  'what is deleted or in the trash is neither unread nor the newest that came in': async (fixture) => {
    const { store } = fixture;
    const scene = await aConversation(fixture, [{ minute: 1 }, { minute: 2 }, { minute: 3 }]);
    const [first, trashed, deleted] = scene.arrivals;
    if (!first || !trashed || !deleted) throw new Error('Three mails');
    const of = (arrival: Arrival) => ({
      messageIds: [scene.idOf(arrival)],
      locationIds: [scene.locationId],
    });
    await scene.run.commit([
      change(trashed, of(trashed), { labelsAdded: ['TRASH'] }),
      change(deleted, of(deleted), { effect: 'deleted' }),
    ]);
    expect(await store.unreadOf(scene.conversationId, 10)).toMatchObject([{ messageId: scene.idOf(first) }]);
    expect(await store.newestInboundOf(scene.conversationId)).toMatchObject({
      messageId: scene.idOf(first),
    });
  },

  'the newest that came in is not what was sent after it, and may be read': async (fixture) => {
    const scene = await aConversation(fixture, [
      { minute: 1 },
      { minute: 2, labelIds: ['INBOX'] },
      { minute: 3, labelIds: ['SENT'] },
    ]);
    expect(await fixture.store.newestInboundOf(scene.conversationId)).toMatchObject({
      messageId: scene.idOf(scene.arrivals[1]),
      read: true,
    });
  },

  'nothing came in where only mail was sent': async (fixture) => {
    const { conversationId } = await aConversation(fixture, [{ minute: 1, labelIds: ['SENT'] }]);
    expect(await fixture.store.newestInboundOf(conversationId)).toBeUndefined();
    expect(await fixture.store.unreadOf(conversationId, 10)).toEqual([]);
  },

  'the files of a message are told with its copies and its location': async (fixture) => {
    const { locationId } = await aConversation(fixture, [{ minute: 1 }]);
    const [message] = await fixture.stored.messages(locationId);
    if (!message) throw new Error('A message');
    const { messageId, copies, attachments, body } = message;
    expect(await fixture.store.filesOf(messageId)).toEqual({
      messageId,
      locationId,
      copies,
      attachments,
      truncated: body.truncated,
    });
    expect(await fixture.store.filesOf(nobody())).toBeUndefined();
  },

  'a change to the labels that a copy has already writes neither message nor conversation': async (
    fixture,
  ) => {
    const { stored } = fixture;
    const scene = await aConversation(fixture, [{ minute: 1 }]);
    const [arrival] = scene.arrivals;
    if (!arrival) throw new Error('A mail');
    const before = await stored.conversations(scene.locationId);
    const of = { messageIds: [scene.idOf(arrival)], locationIds: [scene.locationId] };
    await scene.run.commit([change(arrival, of, { labels: ['UNREAD', 'INBOX'] })], { now: minutesLater(9) });
    expect(await stored.conversations(scene.locationId)).toEqual(before);
  },
};
