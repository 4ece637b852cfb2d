import { Firestore } from '@google-cloud/firestore';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { paths } from '../../shared/adapters/firestore/paths.ts';
import type { Conversation } from '../../shared/domain/conversation.ts';
import { ConversationId, type LocationId, type MessageId } from '../../shared/domain/ids.ts';
import type { Message } from '../../shared/domain/message.ts';
import type { Contact } from '../../shared/domain/tenancy.ts';
import { mergeConversations } from '../../shared/sync/conversations/mergeConversations.ts';
import type { MergeDeps } from '../../shared/sync/conversations/mergeDeps.ts';
import { aContact } from '../support/builders.ts';
import { anOldConversation, anOldMessage, BEGUN, idOf } from '../support/merging/oldConversations.ts';
import { writeLegacy } from '../support/merging/writeLegacy.ts';
import { mortal } from '../support/mortal.ts';
import { aScene } from '../support/scene.ts';
import { World } from '../support/world.ts';

let world: World;
let db: Firestore;
beforeAll(async () => {
  world = await World.start();
  db = new Firestore({ projectId: world.app.config.GOOGLE_CLOUD_PROJECT });
});
afterAll(() => Promise.all([world.close(), db.terminate()]));

const merge = (deps: MergeDeps, locationId?: LocationId, preview = false) =>
  mergeConversations(deps, { locationId, preview }, () => {});

const depsOf = ({ conversations, audits, clock, log }: World['app']): MergeDeps => ({
  conversations,
  audits,
  clock,
  log,
});

function anOld(contact: Contact, messages: number, createdAt = BEGUN, named: Partial<Conversation> = {}) {
  const conversation = anOldConversation(contact, { createdAt, ...named });
  const { locationId, contactId } = contact;
  const mails = Array.from({ length: messages }, () =>
    anOldMessage(locationId, [contactId], [conversation.conversationId], { labels: ['INBOX', 'UNREAD'] }),
  );
  return { conversation, mails };
}

test('two old conversations of a contact with three messages cost 22 reads, 6 writes and 2 deletes, and nothing once they are merged', async () => {
  const locationId = await world.tenants.location();
  const contact = aContact({ locationId });
  const [first, second] = [new Date('2018-02-03T04:05:06Z'), new Date('2019-02-03T04:05:06Z')];
  const olds = [
    anOld(contact, 2, first, { conversationId: ConversationId('a') }),
    anOld(contact, 1, second, { conversationId: ConversationId('b') }),
  ];
  await writeLegacy(db, {
    conversations: olds.map(({ conversation }) => conversation),
    messages: olds.flatMap(({ mails }) => mails),
  });
  const cost = async (preview = false) => {
    world.firestore.reset();
    const counts = await merge(depsOf(world.app), locationId, preview);
    const { reads, writes, deletes } = world.firestore.counts();
    return { counts, reads, writes, deletes };
  };
  const counts = { contacts: 1, merged: 2, moved: 3, conflicts: 0, unreadable: 0 };
  // The two, whether there are more of the contact's, the one that stays, and the three messages.
  expect(await cost(true)).toEqual({ counts: { looked: 2, ...counts }, reads: 7, writes: 0, deletes: 0 });
  // Besides, for each of the two: in the move the one that stays and the messages, 5 in all; in the removal both
  // conversations and a query that finds nothing, 6. Between them the count: the conversation, two counts, the newest
  // message, 4. Written are three messages, with each move the one that stays, and at last its beginning.
  expect(await cost()).toEqual({ counts: { looked: 2, ...counts }, reads: 22, writes: 6, deletes: 2 });
  expect(await cost()).toMatchObject({ reads: 1, writes: 0, deletes: 0 });
  expect(await world.store.conversations(locationId)).toMatchObject([
    {
      conversationId: idOf(contact),
      messageCount: 3,
      unreadCount: 3,
      createdAt: first,
    },
  ]);
});

test('documents that the old system left without fields are merged where they say whose they are, else left', async () => {
  const locationId = await world.tenants.location();
  const { contactId } = aContact();
  const [bare, nobodys] = [ConversationId('bare'), ConversationId('nobodys')];
  await paths.conversation(db, bare).set({ locationId, contactId, createdAt: '2017-03-04T05:06:07+02:00' });
  await paths.conversation(db, nobodys).set({ locationId, contactId: 17 });
  const mail = anOldMessage(locationId, [contactId], [bare]);
  await writeLegacy(db, { messages: [mail] });
  const counts = await merge(depsOf(world.app), locationId);
  expect(counts).toMatchObject({ looked: 2, merged: 1, moved: 1, unreadable: 1 });
  expect((await paths.conversation(db, bare).get()).exists).toBe(false);
  expect((await paths.conversation(db, nobodys).get()).exists).toBe(true);
  await paths.conversation(db, nobodys).delete();
  expect(await world.store.conversations(locationId)).toMatchObject([
    { messageCount: 1, createdAt: new Date('2017-03-04T03:06:07Z') },
  ]);
});

/** Numbers from 0 to 1 that are the same ones each time. https://en.wikipedia.org/wiki/Linear_congruential_generator */
function chances(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

test('of 1,000 old conversations of 200 contacts, merged while mail arrives and killed again and again, one stays a contact and no message is lost', async () => {
  const chance = chances(20_261_123);
  const scene = await aScene(world);
  const { locationId } = scene;
  const contacts = [scene.contact, ...Array.from({ length: 199 }, () => aContact({ locationId }))];
  const olds = contacts.flatMap((contact, at) =>
    Array.from({ length: 5 }, (_, old) =>
      anOld(contact, (at + old) % 4 === 0 ? 2 : 0, new Date(BEGUN.getTime() + old)),
    ),
  );
  const mails = olds.flatMap(({ mails: each }) => each);
  await writeLegacy(db, { conversations: olds.map(({ conversation }) => conversation), messages: mails });

  const arrived: string[] = [];
  const receive = async () => {
    const { historyId, id } = scene.account.deliver(scene.aMail);
    arrived.push(id);
    await scene.push(historyId);
  };
  let kills = 0;
  for (let isDone = false; !isDone; ) {
    const kind = chance() < 0.5 ? 'dies' : 'diesUnheard';
    const fated = mortal(depsOf(world.app), { at: 50 + Math.floor(chance() * 900), kind });
    const merging = merge(fated, locationId).then(
      () => true,
      () => false,
    );
    if (kills < 3) await receive();
    isDone = await merging;
    if (!isDone) kills += 1;
  }
  expect(kills).toBeGreaterThan(3);

  const messages = await world.store.messages(locationId);
  expect(messages).toHaveLength(mails.length + arrived.length);
  expect(namesOf(messages)).toEqual({
    ...namesOf(mails.map((mail) => ({ ...mail, conversationIds: ownNames(mail) }))),
    ...namesOf(messages.filter(({ emailMessageId }) => arrived.includes(emailMessageId))),
  });
  for (const message of messages) expect(message.conversationIds).toEqual(ownNames(message));
  const conversations = await world.store.conversations(locationId);
  expect(conversations.map(countsOf).sort(byId)).toEqual(
    contacts.map((contact) => expectedOf(contact, messages)).sort(byId),
  );

  // Nothing anywhere knows the old ids any more.
  const collections = await db.listCollections();
  const stored = await Promise.all(collections.map((collection) => collection.get()));
  const texts = stored.flatMap(({ docs }) => docs.map((each) => JSON.stringify([each.id, each.data()])));
  expect(texts.length).toBeGreaterThan(messages.length + 200);
  expect(texts.join()).not.toContain('old-');
  const again = await merge(depsOf(world.app), locationId);
  expect(again).toEqual({ looked: 200, contacts: 0, merged: 0, moved: 0, conflicts: 0, unreadable: 0 });
}, 400_000);

const ownNames = ({ locationId, contactIds }: Message) =>
  contactIds.map((contactId) => ConversationId.of(locationId, contactId));

const namesOf = (messages: readonly Message[]): Readonly<Record<MessageId, readonly ConversationId[]>> =>
  Object.fromEntries(messages.map(({ messageId, conversationIds }) => [messageId, conversationIds]));

const countsOf = ({ conversationId, messageCount, unreadCount, createdAt }: Conversation) => ({
  conversationId,
  messageCount,
  unreadCount,
  createdAt,
});

function expectedOf(contact: Contact, messages: readonly Message[]) {
  const own = messages.filter(({ contactIds }) => contactIds.includes(contact.contactId));
  return {
    conversationId: idOf(contact),
    messageCount: own.length,
    unreadCount: own.filter(({ read }) => !read).length,
    createdAt: BEGUN,
  };
}

const byId = (a: { conversationId: string }, b: { conversationId: string }) =>
  a.conversationId < b.conversationId ? -1 : 1;
