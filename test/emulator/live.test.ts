import type { RulesTestEnvironment } from '@firebase/rules-unit-testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { getDocsFromServer } from 'firebase/firestore';
import { ConversationId } from '../../shared/domain/ids.ts';
import { attempt } from '../support/rules/attempt.ts';
import { browserOf } from '../support/rules/browserOf.ts';
import { inbox } from '../support/rules/inbox.ts';
import { Listener } from '../support/rules/listener.ts';
import { loadRules } from '../support/rules/loadRules.ts';
import { aScene, type Scene } from '../support/scene.ts';
import { World } from '../support/world.ts';

let world: World;
let rules: RulesTestEnvironment;
beforeAll(async () => {
  world = await World.start();
  rules = await loadRules(world.app.config.GOOGLE_CLOUD_PROJECT);
});
afterAll(() => Promise.all([world.close(), rules.cleanup()]));

async function deliver({ account, aMail, push }: Scene, subject: string, from = aMail.from) {
  const mail = account.deliver({ ...aMail, from, subject });
  await push(mail.historyId);
  return mail;
}

const subject = (message: { headers?: { subject?: string } }) => message.headers?.subject;
const lastSubject = (conversation: { lastMessage?: { subject?: string } }) =>
  conversation.lastMessage?.subject;

describe('the browser of an agent', () => {
  test('shows a conversation’s mail as it is stored, the latest first, until it is deleted', async () => {
    const scene = await aScene(world);
    const { locationId, contact, agent } = scene;
    await using browser = await browserOf(world, agent);
    const conversationId = ConversationId.of(locationId, contact.contactId);
    const messages = new Listener(inbox.messages(browser.db, locationId, conversationId));
    await messages.shows(subject, []);

    const first = await deliver(scene, 'First');
    await messages.shows(subject, ['First']);
    await deliver(scene, 'Second');
    await messages.shows(subject, ['Second', 'First']);

    await scene.push(scene.account.delete(first.id).historyId);
    await messages.shows(subject, ['Second']);
    messages.end();
  });

  test('shows the conversations of all the agent’s locations, the one with the latest mail on top', async () => {
    const scene = await aScene(world);
    const other = await world.tenants.location();
    await world.tenants.writeUser(scene.agent.uid, { locationIds: [scene.locationId, other] });
    const { emails } = await world.tenants.contact(other, { name: 'Ben Carter' });
    await using browser = await browserOf(world, scene.agent);
    const conversations = new Listener(inbox.conversations(browser.db, [scene.locationId, other]));
    await conversations.shows(lastSubject, []);

    await deliver(scene, 'From Ann');
    await deliver(scene, 'From Ben', emails[0]);
    await conversations.shows(lastSubject, ['From Ben', 'From Ann']);
    await deliver(scene, 'Ann again');
    await conversations.shows(lastSubject, ['Ann again', 'From Ben']);
    conversations.end();
  });

  test('shows how the own mailbox is doing', async () => {
    const scene = await aScene(world);
    await using browser = await browserOf(world, scene.agent);
    const mailboxes = new Listener(inbox.mailboxes(browser.db, scene.agent.uid));
    await mailboxes.shows(({ status, counters }) => [status, counters.stored], [['live', 0]]);

    await deliver(scene, 'One');
    await mailboxes.shows(({ status, counters }) => [status, counters.stored], [['live', 1]]);
    mailboxes.end();
  });

  test('lists the contacts of a location by name', async () => {
    const locationId = await world.tenants.location();
    const agent = await world.tenants.agent([locationId]);
    for (const name of ['Cleo', 'Ann', 'Ben']) await world.tenants.contact(locationId, { name });
    await using browser = await browserOf(world, agent);
    const { docs } = await getDocsFromServer(inbox.contacts(browser.db, locationId));
    expect(docs.map((doc) => doc.data()['name'])).toEqual(['Ann', 'Ben', 'Cleo']);
  });

  test('is refused what another location has', async () => {
    const { locationId, contact } = await aScene(world);
    const stranger = await world.tenants.agent([await world.tenants.location()]);
    await using browser = await browserOf(world, stranger);
    const conversationId = ConversationId.of(locationId, contact.contactId);
    const { db } = browser;
    for (const query of [
      inbox.messages(db, locationId, conversationId),
      inbox.conversations(db, [locationId, ...stranger.locationIds]),
      inbox.contacts(db, locationId),
    ]) {
      expect(await attempt(getDocsFromServer(query))).toBe('denied');
    }
  });
});
