import type { RulesTestEnvironment } from '@firebase/rules-unit-testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  doc,
  endAt,
  type Firestore,
  getDoc,
  getDocsFromServer,
  limit,
  type Query,
  type QueryConstraint,
  query,
  startAfter,
} from 'firebase/firestore';
import { matchesSearch, searchTermsOf } from '../../shared/domain/contacts/searchTerms.ts';
import { ContactId, ConversationId, type LocationId } from '../../shared/domain/ids.ts';
import { anAddress } from '../support/builders.ts';
import { aLink } from '../support/relay/aLink.ts';
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

/** Someone else of the scene's location, who writes as well. */
const another = async ({ locationId }: Scene, name: string) => {
  const contact = await world.tenants.contact(locationId, { name });
  return { ...contact, address: contact.emails[0] ?? '' };
};

const lastSubject = (conversation: { lastMessage?: { subject?: string } }) =>
  conversation.lastMessage?.subject;
const shown = async (asked: Query, ...further: QueryConstraint[]) =>
  (await getDocsFromServer(query(asked, ...further))).docs;

describe('the list of conversations', () => {
  test('goes on page by page, and is listened to as far as it is shown', async () => {
    const scene = await aScene(world);
    for (const name of ['One', 'Two', 'Three', 'Four'])
      await deliver(scene, name, (await another(scene, name)).address);
    await using browser = await browserOf(world, scene.agent);
    const all = inbox.conversations(browser.db, [scene.locationId]);
    const first = await shown(all, limit(2));
    const second = await shown(all, startAfter(first.at(-1)), limit(2));
    expect([...first, ...second].map((found) => lastSubject(found.data()))).toEqual([
      'Four',
      'Three',
      'Two',
      'One',
    ]);
    const [from, to] = [first.at(-1)?.get('lastMessage.sentAt'), second[0]?.get('lastMessage.sentAt')];
    const between = new Listener(query(all, startAfter(from), endAt(to)));
    await between.shows(lastSubject, ['Two']);
    between.end();
  });

  test('has no conversation whose mail is all gone', async () => {
    const scene = await aScene(world);
    await using browser = await browserOf(world, scene.agent);
    const conversations = new Listener(inbox.conversations(browser.db, [scene.locationId]));
    const mail = await deliver(scene, 'For a moment');
    await conversations.shows(lastSubject, ['For a moment']);
    await scene.push(scene.account.delete(mail.id).historyId);
    await conversations.shows(lastSubject, []);
    conversations.end();
  });

  test('of what is unread has it until it is read, the latest on top, page by page', async () => {
    const scene = await aScene(world);
    const ben = await another(scene, 'Ben');
    await using browser = await browserOf(world, scene.agent);
    const all = inbox.unread(browser.db, scene.agent.locationIds);
    const unread = new Listener(all);
    await unread.shows(lastSubject, []);
    const mail = await deliver(scene, 'From Ann');
    await deliver(scene, 'From Ben', ben.address);
    await deliver(scene, 'Again from Ben', ben.address);
    await unread.shows(lastSubject, ['Again from Ben', 'From Ann']);
    const [first] = await shown(all, limit(1));
    const next = await shown(all, startAfter(first), limit(1));
    expect(next.map((found) => lastSubject(found.data()))).toEqual(['From Ann']);
    const later = await shown(all, startAfter(first?.get('lastMessage.sentAt')));
    expect(later.map((found) => lastSubject(found.data()))).toEqual(['From Ann']);

    await scene.push(scene.account.modify(mail.id, { remove: ['UNREAD'] }).historyId);
    await unread.shows(lastSubject, ['Again from Ben']);
    unread.end();
  });

  test('is that of some contacts where a search has found them', async () => {
    const scene = await aScene(world);
    const [ben, cleo] = [await another(scene, 'Ben'), await another(scene, 'Cleo')];
    for (const from of [scene.contactAddress, ben.address, cleo.address]) await deliver(scene, from, from);
    await using browser = await browserOf(world, scene.agent);
    const some = Array.from({ length: 28 }, (_, index) => `nobody-${index}`);
    const asked = [...some, scene.contact.contactId, cleo.contactId];
    const found = await shown(inbox.conversationsWith(browser.db, scene.locationId, asked));
    expect(found.map((each) => lastSubject(each.data())).sort()).toEqual(
      [scene.contactAddress, cleo.address].sort(),
    );
    const contact = await getDoc(doc(browser.db, 'contacts', cleo.contactId));
    expect(contact.get('name')).toBe('Cleo');
  });
});

test('a conversation’s messages go on page by page', async () => {
  const scene = await aScene(world);
  for (const subject of ['One', 'Two', 'Three']) await deliver(scene, subject);
  await using browser = await browserOf(world, scene.agent);
  const conversationId = ConversationId.of(scene.locationId, scene.contact.contactId);
  const all = inbox.messages(browser.db, scene.locationId, conversationId);
  const first = await shown(all, limit(2));
  const sentAt = first.at(-1)?.get('sentAt');
  for (const place of [startAfter(first.at(-1)), startAfter(sentAt)]) {
    const rest = await shown(all, place);
    expect(rest.map((found) => found.get('headers.subject'))).toEqual(['One']);
  }
});

test('contacts go on page by page, by name', async () => {
  const locationId = await world.tenants.location();
  const agent = await world.tenants.agent([locationId]);
  for (const name of ['Cleo', 'Ann', 'Ben', 'Ann']) await world.tenants.contact(locationId, { name });
  await using browser = await browserOf(world, agent);
  const all = inbox.contacts(browser.db, locationId);
  const first = await shown(all, limit(2));
  const second = await shown(all, startAfter(first.at(-1)), limit(2));
  expect([...first, ...second].map((found) => found.get('name'))).toEqual(['Ann', 'Ann', 'Ben', 'Cleo']);
  expect(new Set([...first, ...second].map(({ id }) => id)).size).toBe(4);
});

describe('a search for contacts', () => {
  /** What the browser shows of what somebody types. */
  async function search(db: Firestore, locationIds: readonly LocationId[], typed: string) {
    const answers = await Promise.all(
      searchTermsOf(typed).map((term) => shown(inbox.contactsFound(db, locationIds, term))),
    );
    const found = new Map(answers.flat().map((each) => [each.id, each]));
    return [...found.values()]
      .map((each) => ({ name: String(each.get('name')), emails: each.get('emails') }))
      .filter((contact) => matchesSearch(contact, typed))
      .map(({ name }) => name)
      .sort();
  }

  test('finds them in the agent’s locations by name and address, however they were written', async () => {
    const [here, there] = [await world.tenants.location(), await world.tenants.location()];
    const agent = await world.tenants.agent([here, there]);
    const foreign = await world.tenants.location();
    await world.tenants.contact(foreign, { name: 'Zoë Abroad' });
    const { tenancy } = world.app;
    const emails = [anAddress('zoe.saved')];
    const contactId = ContactId(world.app.random.id());
    await tenancy.saveContact({ contactId, locationId: here, name: 'Zoë Saved', emails, isNew: true });
    const said = { locationId: there, ghlContactId: 'ghl-1', complete: true };
    const now = world.app.clock.now();
    const news = { at: now, seenAt: now, now, deleted: false, by: 'a test', fetchHistory: false };
    await tenancy.applyNews({
      ...news,
      said: { ...said, name: 'Zoë Imported', emails: [anAddress('zoe.imported')] },
      newId: ContactId(world.app.random.id()),
    });
    await using browser = await browserOf(world, agent);
    const found = (typed: string) => search(browser.db, [here, there], typed);
    expect(await found('ZOE')).toEqual(['Zoë Imported', 'Zoë Saved']);
    expect(await found('saved zo')).toEqual(['Zoë Saved']);
    expect(await found('zoe.impor')).toEqual(['Zoë Imported']);
    expect(await found(emails[0] ?? '')).toEqual(['Zoë Saved']);
    expect(await found('abroad')).toEqual([]);

    await tenancy.saveContact({ contactId, locationId: here, name: 'Chloe', emails, isNew: false });
    expect(await found('chloe')).toEqual(['Chloe']);
    expect(await search(browser.db, [here], 'zoë')).toEqual(['Chloe']);
    expect(await attempt(search(browser.db, [here, foreign], 'zoe'))).toBe('denied');
  });

  test('finds who has both names among more than one query gives', async () => {
    const locationId = await world.tenants.location();
    const agent = await world.tenants.agent([locationId]);
    for (let index = 0; index < 60; index += 1)
      await world.tenants.contact(locationId, { name: `Ann${index} Smith`, id: `a-${locationId}-${index}` });
    await world.tenants.contact(locationId, { name: 'John Smith', id: `z-${locationId}` });
    await using browser = await browserOf(world, agent);
    expect(await search(browser.db, [locationId], 'john smi')).toEqual(['John Smith']);
  }, 60_000);
});

describe('whether a mail is logged at GHL', () => {
  test('is shown for the mails of a contact, to whoever works there', async () => {
    const scene = await aScene(world);
    const ben = await another(scene, 'Ben');
    await world.tenants.settle(scene.locationId, { ghl: aLink() });
    await using browser = await browserOf(world, scene.agent);
    const asked = inbox.deliveries(browser.db, scene.locationId, scene.contact.contactId);
    const deliveries = new Listener(asked);
    await deliveries.shows(({ state }) => state, []);
    await deliver(scene, 'First');
    await deliver(scene, 'From Ben', ben.address);
    await deliver(scene, 'Second');
    await deliveries.shows(({ state }) => state, ['pending', 'pending']);
    deliveries.end();
    const ids = new Map(
      (await world.store.messages(scene.locationId)).map(({ messageId, envelope }) => [
        String(messageId),
        envelope.subject,
      ]),
    );
    const entries = await shown(asked);
    expect(entries.map((entry) => ids.get(entry.get('messageId')))).toEqual(['Second', 'First']);

    const stranger = await world.tenants.agent([await world.tenants.location()]);
    await using foreign = await browserOf(world, stranger);
    const stolen = inbox.deliveries(foreign.db, scene.locationId, scene.contact.contactId);
    expect(await attempt(getDocsFromServer(stolen))).toBe('denied');
  });
});
