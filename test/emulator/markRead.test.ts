import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ConversationId } from '../../shared/domain/ids.ts';
import type { Agent } from '../../shared/domain/tenancy.ts';
import { markConversationRead } from '../../shared/sync/agents/markConversationRead.ts';
import { aScene, type Scene } from '../support/scene.ts';
import { isUnread } from '../support/sharedMail.ts';
import { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());

const conversationOf = ({ locationId, contact }: Scene) => ConversationId.of(locationId, contact.contactId);

const mark = (scene: Scene, read: boolean, { agent = scene.agent }: { agent?: Agent } = {}) =>
  markConversationRead(world.app, { agent, conversationId: conversationOf(scene), read });

/** A scene whose contact has written so many mails; their Gmail ids, oldest first. */
async function aConversation(mails: number, options: { labelIds?: string[] } = {}) {
  const scene = await aScene(world);
  const ids: string[] = [];
  for (let minute = 0; minute < mails; minute += 1) {
    const date = new Date(Date.UTC(2026, 10, 20, 9, minute));
    ids.push(scene.account.deliver({ ...scene.aMail, date, ...options }).id);
  }
  await scene.push(scene.account.historyId);
  return { ...scene, ids };
}

const unreadHere = async ({ locationId }: Scene) =>
  (await world.store.messages(locationId)).filter(({ read }) => !read).length;

const unreadCount = async ({ locationId }: Scene) =>
  (await world.store.conversations(locationId)).map((conversation) => conversation.unreadCount);

async function costOf(scene: Scene, work: () => Promise<unknown>) {
  world.firestore.reset();
  scene.account.usage.reset();
  await work();
  const { reads, writes, deletes } = world.firestore.counts();
  const { units, calls } = scene.account.usage;
  return { units, calls: calls.length, reads, writes, deletes };
}

describe('marking a conversation as read', () => {
  test('marks all of it in Gmail and here: 50 units, whatever it has', async () => {
    const scene = await aConversation(3);
    const cost = await costOf(scene, async () => {
      expect(await mark(scene, true)).toEqual({ outcome: 'marked', changed: 3 });
    });
    expect(scene.ids.map((id) => isUnread(scene, id))).toEqual([false, false, false]);
    expect(await unreadHere(scene)).toBe(0);
    expect(await unreadCount(scene)).toEqual([0]);
    // Reads: conversation, 3 messages, mailbox, mailbox (lease); in the commit mailbox, 3 messages, conversation.
    // Writes: mailbox (lease); in the commit 3 messages, conversation, mailbox.
    expect(cost).toEqual({ units: 50, calls: 1, reads: 11, writes: 6, deletes: 0 });
  });

  test('does not come back: the notification of our own change finds nothing to write', async () => {
    const scene = await aConversation(2);
    await mark(scene, true);
    const before = await world.store.conversations(scene.locationId);
    const cost = await costOf(scene, () => scene.push(scene.account.historyId));
    expect(await world.store.conversations(scene.locationId)).toEqual(before);
    // Writes: mailbox (lease), mailbox (cursor).
    expect(cost).toMatchObject({ units: 2, calls: 1, writes: 2 });
  });

  test('once more costs one query and no Gmail call', async () => {
    const scene = await aConversation(2);
    await mark(scene, true);
    const cost = await costOf(scene, async () => {
      expect(await mark(scene, true)).toEqual({ outcome: 'marked', changed: 0 });
    });
    expect(cost).toEqual({ units: 0, calls: 0, reads: 2, writes: 0, deletes: 0 });
  });

  test('leaves alone what is in the trash', async () => {
    const scene = await aConversation(2);
    const [first = '', second = ''] = scene.ids;
    await scene.push(scene.account.trash(first).historyId);
    expect(await mark(scene, true)).toEqual({ outcome: 'marked', changed: 1 });
    expect([isUnread(scene, first), isUnread(scene, second)]).toEqual([true, false]);
  });

  test('marks the newest thousand at once, and says that there are more', async () => {
    const scene = await aScene(world);
    scene.account.seed(1_003, () => scene.aMail, { history: true });
    await scene.push(scene.account.historyId);
    scene.account.usage.reset();
    expect(await mark(scene, true)).toEqual({
      outcome: 'marked',
      changed: 1_000,
      advice: expect.stringContaining('newest 1,000'),
    });
    expect(scene.account.usage.units).toBe(50);
    expect(await unreadCount(scene)).toEqual([3]);
    expect(await mark(scene, true)).toEqual({ outcome: 'marked', changed: 3 });
    expect(await unreadCount(scene)).toEqual([0]);
  });

  test('passes over what was deleted in Gmail meanwhile', async () => {
    const scene = await aConversation(2);
    scene.account.delete(scene.ids[0] ?? '');
    expect(await mark(scene, true)).toMatchObject({ outcome: 'marked' });
    await scene.poll();
    expect(await unreadCount(scene)).toEqual([0]);
  });
});

describe('marking a conversation as unread', () => {
  test('marks the newest mail that came in, as mail programs do with a thread', async () => {
    const scene = await aConversation(3, { labelIds: ['INBOX'] });
    const [, , newest = ''] = scene.ids;
    scene.account.sent({ from: scene.emailAddress, to: scene.contactAddress, date: new Date() });
    await scene.push(scene.account.historyId);

    const cost = await costOf(scene, async () => {
      expect(await mark(scene, false)).toEqual({ outcome: 'marked', changed: 1 });
    });

    expect(scene.ids.filter((id) => isUnread(scene, id))).toEqual([newest]);
    expect(await unreadCount(scene)).toEqual([1]);
    expect(cost).toEqual({ units: 50, calls: 1, reads: 7, writes: 4, deletes: 0 });
  });

  test('changes nothing where that mail is unread already', async () => {
    const scene = await aConversation(2);
    expect(await mark(scene, false)).toEqual({ outcome: 'marked', changed: 0 });
    expect(await unreadCount(scene)).toEqual([2]);
  });

  test('changes nothing where no mail came in, and says so', async () => {
    const scene = await aScene(world);
    scene.account.sent({ from: scene.emailAddress, to: scene.contactAddress });
    await scene.push(scene.account.historyId);
    expect(await mark(scene, false)).toEqual({
      outcome: 'marked',
      changed: 0,
      advice: expect.stringContaining('came in'),
    });
  });
});

describe('the person in Gmail', () => {
  test('has the last word: what is marked there after our own change comes with the next delta', async () => {
    const scene = await aConversation(1);
    const [id = ''] = scene.ids;
    await mark(scene, true);
    await scene.push(scene.account.modify(id, { add: ['UNREAD'] }).historyId);
    expect(await unreadCount(scene)).toEqual([1]);
    await mark(scene, true);
    await scene.push(scene.account.modify(id, { add: ['UNREAD'] }).historyId);
    await scene.push(scene.account.modify(id, { remove: ['UNREAD'] }).historyId);
    expect(await unreadCount(scene)).toEqual([0]);
  });

  test('is overruled by a later change of ours, in whatever order the notifications come', async () => {
    const scene = await aConversation(1);
    const [id = ''] = scene.ids;
    const { historyId } = scene.account.modify(id, { add: ['STARRED'] });
    scene.account.modify(id, { remove: ['UNREAD'] });
    scene.account.modify(id, { add: ['UNREAD'] });
    await mark(scene, true);
    await scene.push(scene.account.historyId);
    await scene.push(historyId);
    expect(isUnread(scene, id)).toBe(false);
    expect(await unreadCount(scene)).toEqual([0]);
  });
});

test('a mail that two locations have is marked here at once, and there with the notification', async () => {
  const scene = await aScene(world);
  const other = await world.tenants.location();
  const agent = await world.tenants.agent([scene.locationId, other], { uid: scene.agent.uid });
  await world.tenants.contact(other, { emails: [scene.contactAddress] });
  scene.account.deliver(scene.aMail);
  await scene.push(scene.account.historyId);
  const readIn = async () => {
    const places = await Promise.all([scene.locationId, other].map((id) => world.store.messages(id)));
    return places.flat().map(({ read }) => read);
  };

  expect(await mark(scene, true, { agent })).toEqual({ outcome: 'marked', changed: 1 });
  expect(await readIn()).toEqual([true, false]);
  await scene.push(scene.account.historyId);
  expect(await readIn()).toEqual([true, true]);
});

describe('a conversation of a location that the agent does not work in', () => {
  const unknownTo = async (agent: Agent, scene: Scene) => {
    const cost = await costOf(scene, async () => {
      expect(await mark(scene, true, { agent })).toBe('unknown');
    });
    expect(cost).toEqual({ units: 0, calls: 0, reads: 1, writes: 0, deletes: 0 });
  };

  test('is as unknown as one that is not there, with the same single read', async () => {
    const scene = await aConversation(1);
    await unknownTo(await world.tenants.agent([await world.tenants.location()]), scene);
    await unknownTo(scene.agent, { ...scene, contact: await world.tenants.contact(scene.locationId) });
    expect(await unreadCount(scene)).toEqual([1]);
  });

  test('is unknown to an agent who has been taken out of it, although the mailbox is theirs', async () => {
    const scene = await aConversation(1);
    await unknownTo({ ...scene.agent, locationIds: [] }, scene);
    expect(isUnread(scene, scene.ids[0] ?? '')).toBe(true);
  });
});
