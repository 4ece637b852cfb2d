import { expect } from '@jest/globals';
import type { Arrival } from '../../../shared/domain/arrival.ts';
import type { NetEffect } from '../../../shared/domain/foldHistory.ts';
import type { MessageId } from '../../../shared/domain/ids.ts';
import type { Ingested } from '../../../shared/domain/planCommit.ts';
import { aLiveMailbox, anArrival, aRun, aTenant, change, minutesLater, stores } from './scenario.ts';
import type { StoreCases, StoreFixture } from './storeFixture.ts';

/** The same email from the contact, as two agents of the location have it in their mailboxes. */
async function anEmailToTwo(fixture: StoreFixture) {
  const tenant = await aTenant(fixture);
  const { mailbox, contact } = tenant;
  const colleague = await aLiveMailbox(fixture);
  const headers = {
    'Message-ID': '<once@example.net>',
    To: `${mailbox.emailAddress}, ${colleague.emailAddress}`,
  };
  const first = { mailbox, arrival: anArrival(mailbox, contact, { headers }) };
  const second = { mailbox: colleague, arrival: anArrival(colleague, contact, { headers }) };
  return { ...tenant, first, second };
}

/** A mailbox that has stored an email of each of these times, in this order. */
async function aConversation(fixture: StoreFixture, minutes: readonly number[]) {
  const tenant = await aTenant(fixture);
  const run = await aRun(fixture, tenant.mailbox);
  const mails: { arrival: Arrival; messageId: MessageId }[] = [];
  for (const minute of minutes) {
    const internalDate = minutesLater(minute);
    const arrival = anArrival(tenant.mailbox, tenant.contact, {
      internalDate,
      labelIds: ['INBOX', 'UNREAD'],
    });
    await run.commit([stores(arrival, [tenant.contact])]);
    const entry = (await fixture.store.readLedger(tenant.mailbox.mailboxId, [arrival.gmailId])).get(
      arrival.gmailId,
    );
    for (const messageId of entry?.state === 'stored' ? entry.messageIds : [])
      mails.push({ arrival, messageId });
  }
  const changeOf = (index: number, effect: Partial<NetEffect>): Ingested => {
    const mail = mails[index];
    if (!mail) throw new Error(`There is no mail ${index}`);
    const of = { messageIds: [mail.messageId], locationIds: [tenant.locationId] };
    return change(mail.arrival, of, effect);
  };
  return { ...tenant, run, changeOf, messageIds: mails.map(({ messageId }) => messageId) };
}

export const MAIL_CASES: StoreCases = {
  "a second mailbox's copy of an email makes it one message with two copies": async (fixture) => {
    const { contact, locationId, first, second } = await anEmailToTwo(fixture);
    await (await aRun(fixture, first.mailbox)).commit([stores(first.arrival, [contact])]);
    await (await aRun(fixture, second.mailbox)).commit([stores(second.arrival, [contact])]);
    const messages = await fixture.stored.messages(locationId);
    expect(messages).toHaveLength(1);
    expect(messages).toMatchObject([
      {
        emailMessageId: first.arrival.gmailId,
        copies: {
          [first.mailbox.mailboxId]: { gmailId: first.arrival.gmailId },
          [second.mailbox.mailboxId]: { gmailId: second.arrival.gmailId },
        },
      },
    ]);
    expect(await fixture.stored.conversations(locationId)).toMatchObject([{ messageCount: 1 }]);
  },

  'two mailboxes that bring an email at the same time make it one message with two copies': async (
    fixture,
  ) => {
    const { contact, locationId, first, second } = await anEmailToTwo(fixture);
    const runs = await Promise.all([aRun(fixture, first.mailbox), aRun(fixture, second.mailbox)]);
    await Promise.all(
      runs.map((run, index) => run.commit([stores((index === 0 ? first : second).arrival, [contact])])),
    );
    const messages = await fixture.stored.messages(locationId);
    expect(messages.map(({ copies }) => Object.keys(copies).sort())).toEqual([
      [first.mailbox.mailboxId, second.mailbox.mailboxId].sort(),
    ]);
    expect(await fixture.stored.conversations(locationId)).toMatchObject([{ messageCount: 1 }]);
  },

  'two emails of one mailbox are two messages, though every header is the same': async (fixture) => {
    const { mailbox, contact, locationId } = await aTenant(fixture);
    const run = await aRun(fixture, mailbox);
    const headers = { 'Message-ID': '<twice@example.net>' };
    const [a, b, c] = [1, 2, 3].map(() => anArrival(mailbox, contact, { headers }));
    if (!a || !b || !c) throw new Error('three arrivals');
    await run.commit([stores(a, [contact]), stores(b, [contact])]);
    await run.commit([stores(c, [contact])]);
    const messages = await fixture.stored.messages(locationId);
    expect(messages.map(({ emailMessageId }) => emailMessageId).sort()).toEqual(
      [a, b, c].map(({ gmailId }) => gmailId).sort(),
    );
    expect(await fixture.stored.conversations(locationId)).toMatchObject([{ messageCount: 3 }]);
  },

  'an email to two contacts of a location is one message in both conversations': async (fixture) => {
    const { mailbox, contact, locationId } = await aTenant(fixture);
    const another = await fixture.tenants.contact(locationId);
    const arrival = anArrival(mailbox, contact, {
      headers: { To: `${mailbox.emailAddress}, ${another.emails[0]}` },
    });
    await (await aRun(fixture, mailbox)).commit([stores(arrival, [contact, another])]);
    const [message, ...more] = await fixture.stored.messages(locationId);
    const conversations = await fixture.stored.conversations(locationId);
    expect(more).toEqual([]);
    expect(conversations.map(({ conversationId }) => conversationId).sort()).toEqual(
      [...(message?.conversationIds ?? [])].sort(),
    );
    expect(conversations).toMatchObject([{ messageCount: 1 }, { messageCount: 1 }]);
  },

  'an email with contacts of two locations is a message of each': async (fixture) => {
    const { mailbox, contact, locationId } = await aTenant(fixture);
    const elsewhere = await fixture.tenants.location();
    const theirs = await fixture.tenants.contact(elsewhere, { emails: [...contact.emails] });
    const arrival = anArrival(mailbox, contact);
    await (await aRun(fixture, mailbox)).commit([stores(arrival, [contact, theirs])]);
    const [ours] = await fixture.stored.messages(locationId);
    const [copy] = await fixture.stored.messages(elsewhere);
    expect(ours).toMatchObject({ contactIds: [contact.contactId] });
    expect(copy).toMatchObject({ contactIds: [theirs.contactId] });
    const entry = (await fixture.stored.ledger(mailbox.mailboxId))[arrival.gmailId];
    expect(entry).toMatchObject({ messageIds: expect.arrayContaining([ours?.messageId, copy?.messageId]) });
    expect(await fixture.stored.mailbox(mailbox.mailboxId)).toMatchObject({ counters: { stored: 1 } });
  },

  'a relabelled message is read in its conversation, too': async (fixture) => {
    const { run, changeOf, locationId } = await aConversation(fixture, [1, 2]);
    await run.commit([changeOf(0, { labelsRemoved: ['UNREAD'], labelsAdded: ['STARRED'] })]);
    const messages = await fixture.stored.messages(locationId);
    expect(messages.filter(({ read }) => read)).toMatchObject([{ labels: ['INBOX', 'STARRED'] }]);
    expect(await fixture.stored.conversations(locationId)).toMatchObject([
      { messageCount: 2, unreadCount: 1 },
    ]);
  },

  'a deleted message stays with its time of deletion, and its conversation goes back to the one before':
    async (fixture) => {
      const { run, changeOf, locationId, messageIds } = await aConversation(fixture, [2, 1, 3]);
      await run.commit([changeOf(2, { effect: 'deleted' })], { now: minutesLater(9) });
      expect(await fixture.stored.messages(locationId)).toHaveLength(3);
      expect((await fixture.stored.messages(locationId)).filter(({ deletedAt }) => deletedAt)).toMatchObject([
        { messageId: messageIds[2], deletedAt: minutesLater(9) },
      ]);
      expect(await fixture.stored.conversations(locationId)).toMatchObject([
        {
          messageCount: 2,
          unreadCount: 2,
          lastMessage: { messageId: messageIds[0] },
          updatedAt: minutesLater(9),
        },
      ]);
    },

  'a conversation goes further back when its newest messages are deleted one after another': async (
    fixture,
  ) => {
    const { run, changeOf, locationId, messageIds } = await aConversation(fixture, [1, 2, 3, 4, 5]);
    for (const index of [4, 3, 2]) await run.commit([changeOf(index, { effect: 'deleted' })]);
    expect(await fixture.stored.conversations(locationId)).toMatchObject([
      { messageCount: 2, lastMessage: { messageId: messageIds[1] } },
    ]);
  },

  'a conversation shows nothing once all its messages are deleted': async (fixture) => {
    const { run, changeOf, locationId } = await aConversation(fixture, [1, 2]);
    await run.commit([changeOf(0, { effect: 'deleted' }), changeOf(1, { effect: 'deleted' })]);
    expect(await fixture.stored.conversations(locationId)).toMatchObject([
      { messageCount: 0, unreadCount: 0, lastMessage: null },
    ]);
  },

  'a conversation shows the newest that is left when several are deleted and one arrives': async (
    fixture,
  ) => {
    const { run, changeOf, locationId, messageIds, mailbox, contact } = await aConversation(
      fixture,
      [4, 1, 3, 2],
    );
    const older = anArrival(mailbox, contact, { internalDate: minutesLater(0) });
    await run.commit([
      changeOf(0, { effect: 'deleted' }),
      stores(older, [contact]),
      changeOf(2, { labelsAdded: ['TRASH'] }),
    ]);
    expect(await fixture.stored.conversations(locationId)).toMatchObject([
      { messageCount: 3, lastMessage: { messageId: messageIds[3] } },
    ]);
  },

  'of messages of the same moment the one with the highest id is shown after a deletion': async (fixture) => {
    const { run, changeOf, locationId, messageIds } = await aConversation(fixture, [1, 1, 1, 2]);
    await run.commit([changeOf(3, { effect: 'deleted' })]);
    expect(await fixture.stored.conversations(locationId)).toMatchObject([
      { messageCount: 3, lastMessage: { messageId: messageIds.slice(0, 3).sort().at(-1) } },
    ]);
  },

  'a message that one of two mailboxes deletes stays': async (fixture) => {
    const { contact, locationId, first, second } = await anEmailToTwo(fixture);
    const run = await aRun(fixture, first.mailbox);
    await run.commit([stores(first.arrival, [contact])]);
    await (await aRun(fixture, second.mailbox)).commit([stores(second.arrival, [contact])]);
    const messageIds = (await fixture.stored.messages(locationId)).map(({ messageId }) => messageId);
    await run.commit([
      change(first.arrival, { messageIds, locationIds: [locationId] }, { effect: 'deleted' }),
    ]);
    expect(await fixture.stored.messages(locationId)).toMatchObject([{ deletedAt: null }]);
    expect(await fixture.stored.conversations(locationId)).toMatchObject([{ messageCount: 1 }]);
  },

  'a location that the agent has left keeps its message as it was': async (fixture) => {
    const { mailbox, contact, locationId } = await aTenant(fixture);
    const elsewhere = await aTenant(fixture);
    const arrival = anArrival(mailbox, contact);
    const run = await aRun(fixture, mailbox);
    await run.commit([stores(arrival, [contact])]);
    const before = await fixture.stored.messages(locationId);
    const messageIds = before.map(({ messageId }) => messageId);
    const locationIds = [elsewhere.locationId];
    await run.commit([change(arrival, { messageIds, locationIds }, { effect: 'deleted' })]);
    expect(await fixture.stored.messages(locationId)).toEqual(before);
    expect(await fixture.stored.conversations(locationId)).toMatchObject([{ messageCount: 1 }]);
  },
};
