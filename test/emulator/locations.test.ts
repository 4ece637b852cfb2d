import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { LocationId } from '../../shared/domain/ids.ts';
import type { Agent } from '../../shared/domain/tenancy.ts';
import type { SyncStore } from '../../shared/ports/stores/syncStore.ts';
import { describeSync } from '../../shared/sync/agents/describeSync.ts';
import type { SyncDeps } from '../../shared/sync/deps.ts';
import { syncMailbox } from '../../shared/sync/syncMailbox.ts';
import { anAddress } from '../support/builders.ts';
import { expectEmpty, messageIds } from '../support/inLocation.ts';
import { aScene } from '../support/scene.ts';
import { type ConnectedMailbox, World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());

const poll = ({ mailboxId }: ConnectedMailbox, deps: SyncDeps = world.app) =>
  syncMailbox(deps, mailboxId, { reason: 'poll' });

describe('an agent who leaves a location', () => {
  test('in the middle of a sync brings it nothing that is fetched afterwards', async () => {
    const [left, kept] = [await world.tenants.location(), await world.tenants.location()];
    const address = anAddress('contact');
    for (const location of [left, kept]) await world.tenants.contact(location, { emails: [address] });
    const agent = await world.tenants.agent([left, kept]);
    const mailbox = await world.liveMailbox(agent);
    mailbox.account.seed(120, () => ({ from: address, to: mailbox.emailAddress }), { history: true });
    let stored = 0;
    const commit: SyncStore['commit'] = async (batch) => {
      const committed = await world.app.store.commit(batch);
      stored += batch.ingested.length;
      if (stored > 0) await world.tenants.agent([kept], agent);
      return committed;
    };

    await poll(mailbox, { ...world.app, store: { ...world.app.store, commit } });

    expect(stored).toBe(120);
    expect(await messageIds(world.store, left)).toHaveLength(50);
    expect(await messageIds(world.store, kept)).toHaveLength(120);
  });

  test('no longer changes its messages by reading, labelling or deleting the mail', async () => {
    const scene = await aScene(world);
    const [read, labelled, deleted] = [1, 2, 3].map(() => scene.account.deliver(scene.aMail).id);
    await scene.poll();
    const before = await world.store.messages(scene.locationId);
    const conversations = await world.store.conversations(scene.locationId);
    expect(before).toHaveLength(3);

    await world.tenants.agent([], scene.agent);
    scene.account.modify(read ?? '', { remove: ['UNREAD'] });
    scene.account.trash(labelled ?? '');
    scene.account.delete(deleted ?? '');
    await scene.poll();

    expect(await world.store.messages(scene.locationId)).toEqual(before);
    expect(await world.store.conversations(scene.locationId)).toEqual(conversations);
  });
});

describe('an agent whose locations are not as they should be', () => {
  const oddities: readonly (readonly [string, (agent: Agent) => Promise<unknown>])[] = [
    ['has no user document', (agent) => world.tenants.forget(agent)],
    ['has no locations', (agent) => world.tenants.agent([], agent)],
  ];

  test.each(oddities)('and who %s: mail is skipped, and nothing breaks', async (_, spoil) => {
    const scene = await aScene(world);
    await spoil(scene.agent);
    const mail = scene.account.deliver(scene.aMail);

    expect(await scene.push(mail.historyId)).toMatchObject({ outcome: 'synced' });

    await expectEmpty(world.store, scene.locationId);
    const ledger = await world.store.ledger(scene.mailboxId);
    expect(ledger[mail.id]).toMatchObject({ state: 'skipped', reason: 'no-contact' });
    expect(await world.store.mailbox(scene.mailboxId)).toMatchObject({ status: 'live', lastError: null });
  });

  test.each([
    ['lacks the field', {}],
    ['has no ids in it', { locationIds: [null, '', '..', 'a/b', '__x__', 7] }],
  ])('and whose user document %s: mail is skipped, and the status is told', async (_, document) => {
    const scene = await aScene(world);
    await world.tenants.writeUser(scene.agent.uid, document);
    scene.account.deliver(scene.aMail);

    expect(await scene.poll()).toMatchObject({ outcome: 'synced', counts: { skipped: { 'no-contact': 1 } } });

    const agent = await world.app.store.readAgent(scene.agent.uid);
    expect(agent && (await describeSync(world.app, agent))).toMatchObject({
      locations: [],
      mailboxes: [{ status: 'live', lastError: null }],
    });
  });

  test('and who is given a location that does not exist: mail comes to the ones that do', async () => {
    const scene = await aScene(world);
    const missing = LocationId(`location-${randomUUID()}`);
    const agent = await world.tenants.agent([missing, scene.locationId], scene.agent);

    await scene.push(scene.account.deliver(scene.aMail).historyId);

    expect(await messageIds(world.store, scene.locationId)).toHaveLength(1);
    await expectEmpty(world.store, missing);
    const { locations } = await describeSync(world.app, agent);
    expect(locations.map(({ locationId }) => locationId)).toEqual([scene.locationId]);
  });

  test.each([
    'with blanks and "quotes"',
    'a%2Fb?c#d&e=f',
    'Zürich ∆ 東京 🏠',
    '..a..',
    '`$[]*~',
    'constructor',
    '<b>&amp;\\n',
  ])('and whose location and contact are called %j: mail is stored, and changed', async (odd) => {
    const unique = `${odd} ${randomUUID()}`;
    const locationId = await world.tenants.location('Odd', unique);
    const contact = await world.tenants.contact(locationId, { id: unique });
    const mailbox = await world.liveMailbox(await world.tenants.agent([locationId]));
    const mail = mailbox.account.deliver({ from: contact.emails[0] ?? '', to: mailbox.emailAddress });
    await poll(mailbox);

    mailbox.account.modify(mail.id, { remove: ['UNREAD'] });
    await poll(mailbox);

    expect(await world.store.messages(locationId)).toMatchObject([
      { locationId, contactIds: [contact.contactId], read: true },
    ]);
    expect(await world.store.conversations(locationId)).toMatchObject([
      { locationId, contactId: contact.contactId, messageCount: 1, unreadCount: 0 },
    ]);
  });
});
