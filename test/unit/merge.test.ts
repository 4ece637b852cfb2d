import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { ContactId, ConversationId, LocationId, MessageId } from '../../shared/domain/ids.ts';
import { SyncError } from '../../shared/domain/syncError.ts';
import type { Contact } from '../../shared/domain/tenancy.ts';
import { aContact } from '../support/builders.ts';
import { type MemoryStore, memoryStore } from '../support/memory-store/memoryStore.ts';
import { merge, mergeDepsOf } from '../support/merging/mergeDeps.ts';
import { anOldConversation, anOldMessage, BEGUN, idOf } from '../support/merging/oldConversations.ts';
import { recordingLog } from '../support/recordingLog.ts';

let store: MemoryStore;
let contact: Contact;
beforeEach(() => {
  store = memoryStore();
  contact = aContact();
});

/** An old conversation of a contact with so many messages. */
function anOld(of = contact, { messages = 1, createdAt = BEGUN } = {}) {
  const old = anOldConversation(of, { createdAt });
  store.putConversation(old);
  const { locationId, contactId } = of;
  const mails = Array.from({ length: messages }, () =>
    anOldMessage(locationId, [contactId], [old.conversationId], { labels: ['INBOX', 'UNREAD'] }),
  );
  for (const mail of mails) store.putMessage(mail);
  return { id: old.conversationId, mails };
}

const namesOf = (id: MessageId | undefined) =>
  store.messages().find(({ messageId }) => messageId === id)?.conversationIds;

describe('what is merged', () => {
  test('counters that were wrong before are right afterwards', async () => {
    anOld();
    store.putConversation(
      anOldConversation(contact, { conversationId: idOf(contact), messageCount: 9, unreadCount: 7 }),
    );
    expect((await merge(mergeDepsOf(store))).counts).toMatchObject({ merged: 1, moved: 1 });
    expect(store.conversations()).toMatchObject([
      { conversationId: idOf(contact), messageCount: 1, unreadCount: 1, createdAt: BEGUN },
    ]);
  });

  test('more messages than one transaction takes all move', async () => {
    anOld(contact, { messages: 450 });
    expect((await merge(mergeDepsOf(store))).counts).toMatchObject({ merged: 1, moved: 450 });
    expect(store.conversations()).toMatchObject([{ messageCount: 450, unreadCount: 450 }]);
  });

  test('a contact on several pages is counted once, and so is each of several contacts', async () => {
    for (let old = 0; old < 320; old += 1) anOld(contact, { messages: old % 40 === 0 ? 1 : 0 });
    anOld(aContact());
    const foreseen = await merge(mergeDepsOf(store), { preview: true });
    expect(foreseen.counts).toEqual({
      looked: 321,
      contacts: 2,
      merged: 321,
      moved: 9,
      conflicts: 0,
      unreadable: 0,
    });
    const { counts } = await merge(mergeDepsOf(store));
    // Those that it has made itself come by as well.
    expect(counts).toEqual({ ...foreseen.counts, looked: expect.any(Number) });
    expect(store.conversations()).toHaveLength(2);
  });

  test('of one location, the others stay as they are', async () => {
    const here = anOld();
    const there = anOld(aContact());
    await merge(mergeDepsOf(store), { locationId: contact.locationId });
    expect(namesOf(here.mails[0]?.messageId)).toEqual([idOf(contact)]);
    expect(namesOf(there.mails[0]?.messageId)).toEqual([there.id]);
  });
});

describe('what is left as it is, and told', () => {
  const expectLeft = async (
    old: ReturnType<typeof anOld>,
    reason: string,
    outcome: 'conflicts' | 'unreadable',
  ) => {
    const another = anOld(aContact());
    const { counts, told } = await merge(mergeDepsOf(store));
    expect(counts).toMatchObject({ merged: 1, moved: 1, [outcome]: 1 });
    expect(told).toContain(`${old.id} 0 ${reason}`);
    expect(namesOf(old.mails[0]?.messageId)).toEqual([old.id]);
    expect(namesOf(another.mails[0]?.messageId)).not.toEqual([another.id]);
  };

  test('a conversation with a message of another location, in which nothing moves', async () => {
    const old = anOld();
    const stranger = LocationId(randomUUID());
    store.putMessage(anOldMessage(stranger, [contact.contactId], [old.id]));
    await expectLeft(old, 'otherLocation', 'conflicts');
  });

  test('a conversation with a message that its contact is not in', async () => {
    const old = anOld();
    store.putMessage(anOldMessage(contact.locationId, [ContactId(randomUUID())], [old.id]));
    await expectLeft(old, 'otherContact', 'conflicts');
  });

  test('a conversation with a message that cannot be read', async () => {
    const old = anOld();
    store.putOddMessage(MessageId(randomUUID()), [old.id]);
    await expectLeft(old, 'message', 'unreadable');
  });

  test('a conversation of a contact in whose place another one’s is: its subject must not be seen there', async () => {
    const old = anOld();
    const other = aContact();
    // In its turn one that is in the wrong place, with a mail that is not its own.
    store.putConversation(anOldConversation(other, { conversationId: idOf(contact) }));
    store.putMessage(anOldMessage(contact.locationId, [contact.contactId], [idOf(contact)]));
    const { counts, told } = await merge(mergeDepsOf(store));
    expect(counts).toMatchObject({ merged: 0, moved: 0, conflicts: 2 });
    expect(told).toContain(`${old.id} 0 otherOwner`);
  });

  test('a conversation of a contact whose own cannot be read, which is told as well', async () => {
    const old = anOld();
    store.putOddConversation(idOf(contact), {
      locationId: contact.locationId,
      contactId: contact.contactId,
    });
    const { counts, told } = await merge(mergeDepsOf(store));
    expect(counts).toMatchObject({ merged: 0, moved: 0, unreadable: 2 });
    expect(told.sort()).toEqual([`${idOf(contact)} 0 fields`, `${old.id} 0 target`].sort());
  });

  test('a document that does not say whose it is', async () => {
    const id = ConversationId(randomUUID());
    store.putOddConversation(id, { contactId: contact.contactId, messageCount: 2 });
    const { counts, told } = await merge(mergeDepsOf(store));
    expect([counts.unreadable, told]).toEqual([1, [`${id} 0 owner`]]);
    expect(store.oddConversations()).toEqual([id]);
  });

  test.each(['moveMessages', 'checkConversation', 'removeMerged'])(
    'a contact to whom so much is written that %s gives up: the next merge goes on with it',
    async (step) => {
      let isBusy = true;
      store = memoryStore({
        beforeEach: (operation) => {
          if (operation === step && isBusy) throw new SyncError('contention', operation);
        },
      });
      const old = anOld();
      const { counts, told } = await merge(mergeDepsOf(store));
      expect(counts).toMatchObject({ merged: 0, conflicts: 1 });
      expect(told).toEqual([expect.stringMatching(`^${old.id} [01] changing$`)]);
      isBusy = false;
      expect((await merge(mergeDepsOf(store))).counts).toMatchObject({ merged: 1, conflicts: 0 });
      expect(namesOf(old.mails[0]?.messageId)).toEqual([idOf(contact)]);
    },
  );

  test('a conversation that cannot be counted, because a message was there already that is unreadable', async () => {
    store = memoryStore({
      beforeEach: (operation) => {
        if (operation === 'checkConversation') throw new Error('Document messages/odd is odd');
      },
    });
    const old = anOld();
    const { counts, told } = await merge(mergeDepsOf(store));
    expect([counts.unreadable, told]).toEqual([1, [`${old.id} 1 target`]]);
    expect(store.conversations().map(({ conversationId }) => conversationId)).toContain(old.id);
  });

  test('an outage ends the merge, which does not go on without its store', async () => {
    store = memoryStore({
      beforeEach: (operation) => {
        if (operation === 'checkConversation') throw new SyncError('unavailable', operation);
      },
    });
    anOld();
    await expect(merge(mergeDepsOf(store))).rejects.toMatchObject({ code: 'unavailable' });
  });
});

test('the log tells of each conversation by ids and counts, and of a preview nothing', async () => {
  const { log, lines } = recordingLog();
  const old = anOld();
  const left = anOld();
  const messageId = MessageId(randomUUID());
  store.putOddMessage(messageId, [left.id]);
  const { locationId, contactId } = contact;
  await merge({ ...mergeDepsOf(store), log }, { preview: true });
  expect(lines).toEqual([]);
  await merge({ ...mergeDepsOf(store), log });
  expect(lines).toHaveLength(3);
  expect(lines).toEqual(
    expect.arrayContaining([
      {
        event: 'conversationMerged',
        fields: { conversationId: old.id, locationId, contactId, moved: 1 },
      },
      {
        event: 'conversationLeft',
        fields: { conversationId: left.id, locationId, contactId, reason: 'message', messageId },
      },
      { event: 'conversationsMerged', fields: expect.objectContaining({ merged: 1, unreadable: 1 }) },
    ]),
  );
});
