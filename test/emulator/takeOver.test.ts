import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { App } from '../../functions/app.ts';
import { HistoryId } from '../../shared/domain/historyId.ts';
import type { Agent } from '../../shared/domain/tenancy.ts';
import { disconnectMailbox } from '../../shared/sync/disconnectMailbox.ts';
import { runJob } from '../../shared/sync/runJob.ts';
import { syncMailbox } from '../../shared/sync/syncMailbox.ts';
import { connectAs } from '../support/connecting.ts';
import { heldBack } from '../support/heldBack.ts';
import { aScene, type Scene } from '../support/scene.ts';
import { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());

const connected = ({ emailAddress }: Scene) => ({ outcome: 'connected', emailAddress });
const hurried = () => ({ ...world.app, settings: { ...world.app.settings, runMs: 0 } });

async function disconnect({ mailboxId, agent }: Scene, { deleteData = false, by = agent.uid } = {}) {
  expect(await disconnectMailbox(world.app, { mailboxId, uid: by, deleteData })).toBe('disconnected');
  expect(await runJob(world.app, { type: 'disconnect', mailboxId })).toMatchObject({ outcome: 'synced' });
}

const initial = ({ mailboxId }: Scene, deps: App = world.app) => runJob(deps, { type: 'initial', mailboxId });

/** A mailbox with this many stored mails of the first location's contact, from which its agent has gone. */
async function aLeftMailbox(mails = 2): Promise<Scene> {
  const scene = await aScene(world);
  scene.account.seed(mails, () => scene.aMail, { history: true });
  await scene.poll();
  expect(await world.store.messages(scene.locationId)).toHaveLength(mails);
  await disconnect(scene);
  return scene;
}

/** Another agent, in a location of their own whose contact has written to the mailbox as well. */
async function aNewcomer({ account, emailAddress }: Scene) {
  const locationId = await world.tenants.location();
  const agent = await world.tenants.agent([locationId]);
  const { emails } = await world.tenants.contact(locationId);
  const mail = account.deliver({ from: emails[0] ?? '', to: emailAddress });
  return { agent, locationId, mail };
}

async function takeOver(scene: Scene, agent: Agent): Promise<void> {
  expect(await connectAs(world, agent, scene.emailAddress)).toEqual(connected(scene));
  expect(await initial(scene)).toMatchObject({ outcome: 'synced' });
}

const everythingAt = async ({ locationId }: Pick<Scene, 'locationId'>) => ({
  messages: await world.store.messages(locationId),
  conversations: await world.store.conversations(locationId),
});

describe('reconnecting a mailbox', () => {
  test('by the same agent goes on from the cursor: nothing is lost, nothing is doubled', async () => {
    const scene = await aLeftMailbox();
    scene.account.seed(3, () => scene.aMail, { history: true });
    scene.account.usage.reset();

    expect(await connectAs(world, scene.agent, scene.emailAddress)).toEqual(connected(scene));
    expect(await world.store.mailbox(scene.mailboxId)).toMatchObject({ status: 'live', grantVersion: 3 });
    const { mailboxId } = scene;
    await runJob(world.app, { type: 'watch', mailboxId });
    await runJob(world.app, { type: 'delta', mailboxId, reason: 'continuation' });

    expect(await world.store.messages(scene.locationId)).toHaveLength(5);
    expect(scene.account.usage.count('messages.get') + scene.account.usage.count('threads.get')).toBe(3);
    expect(await world.store.mailbox(mailboxId)).toMatchObject({
      historyId: scene.account.historyId,
      watch: { expiresAt: expect.any(Date) },
      counters: { stored: 5 },
    });
  });

  test('whose data were deleted begins anew', async () => {
    const scene = await aLeftMailbox(3);
    await disconnect(scene, { deleteData: true });
    expect(await world.store.messages(scene.locationId)).toEqual([]);

    expect(await connectAs(world, scene.agent, scene.emailAddress)).toEqual(connected(scene));
    expect(await initial(scene)).toMatchObject({ outcome: 'synced' });

    expect(await world.store.messages(scene.locationId)).toHaveLength(3);
    expect(await world.store.conversations(scene.locationId)).toMatchObject([{ messageCount: 3 }]);
    expect(await world.store.mailbox(scene.mailboxId)).toMatchObject({
      status: 'live',
      counters: { stored: 3 },
    });
  });

  test('is refused to everybody until the disconnection is done', async () => {
    const scene = await aScene(world);
    const { mailboxId, agent, emailAddress } = scene;
    const stranger = await world.tenants.agent([await world.tenants.location()]);
    const refused = { outcome: 'refused', reason: 'stillDisconnecting' };
    await disconnectMailbox(world.app, { mailboxId, uid: agent.uid, deleteData: false });
    const before = await world.store.mailbox(mailboxId);

    expect(await connectAs(world, agent, emailAddress)).toEqual(refused);
    expect(await connectAs(world, stranger, emailAddress)).toEqual(refused);
    expect(await world.store.mailbox(mailboxId)).toEqual(before);

    await runJob(world.app, { type: 'disconnect', mailboxId });
    expect(await connectAs(world, stranger, emailAddress)).toEqual(connected(scene));
  });
});

describe('a mailbox that comes to another agent', () => {
  test('of another location: theirs is all that their contacts wrote, and the first location’s stays', async () => {
    const scene = await aLeftMailbox();
    const newcomer = await aNewcomer(scene);
    const before = await everythingAt(scene);

    await takeOver(scene, newcomer.agent);
    const [old] = scene.account.messages();
    scene.account.delete(old?.id ?? '');
    scene.account.deliver(scene.aMail);
    await runJob(world.app, { type: 'delta', mailboxId: scene.mailboxId, reason: 'poll' });

    expect(await everythingAt(scene)).toEqual(before);
    expect(await world.store.messages(newcomer.locationId)).toMatchObject([
      { emailMessageId: newcomer.mail.id },
    ]);
    expect(await world.store.ledger(scene.mailboxId)).toMatchObject({
      [newcomer.mail.id]: { state: 'stored' },
    });
    expect(await world.store.mailbox(scene.mailboxId)).toMatchObject({
      uid: newcomer.agent.uid,
      status: 'live',
      counters: { stored: 1, skipped: { 'no-contact': 3 } },
    });
  });

  test('whose mail the first agent’s ledger had skipped is stored for them', async () => {
    const scene = await aScene(world);
    const newcomer = await aNewcomer(scene);
    await scene.poll();
    expect(await world.store.ledger(scene.mailboxId)).toMatchObject({
      [newcomer.mail.id]: { state: 'skipped', reason: 'no-contact' },
    });
    await disconnect(scene);

    await takeOver(scene, newcomer.agent);

    expect(await world.store.messages(newcomer.locationId)).toHaveLength(1);
  });

  test('of the same location: each email stays one message with one copy, and follows Gmail again', async () => {
    const scene = await aLeftMailbox();
    const [mail] = scene.account.messages();
    const colleague = await world.tenants.agent([scene.locationId]);
    const before = await world.store.messages(scene.locationId);

    await takeOver(scene, colleague);

    expect(await world.store.messages(scene.locationId)).toEqual(before);
    expect(await world.store.conversations(scene.locationId)).toMatchObject([
      { messageCount: 2, unreadCount: 2 },
    ]);
    await runJob(world.app, { type: 'delta', mailboxId: scene.mailboxId, reason: 'poll' });
    scene.account.modify(mail?.id ?? '', { remove: ['UNREAD'] });
    await runJob(world.app, { type: 'delta', mailboxId: scene.mailboxId, reason: 'poll' });
    expect(await world.store.conversations(scene.locationId)).toMatchObject([
      { messageCount: 2, unreadCount: 1 },
    ]);
  });

  test('while a run for the first agent hangs: that writes nothing more', async () => {
    const scene = await aScene(world);
    const newcomer = await aNewcomer(scene);
    const { historyId } = scene.account.deliver(scene.aMail);
    const run = heldBack(world.app, 1);
    const trigger = { reason: 'push', historyId: HistoryId.of(historyId) } as const;
    const hanging = syncMailbox(run.deps, scene.mailboxId, trigger);
    await run.reached;

    await disconnect(scene);
    await takeOver(scene, newcomer.agent);
    const taken = await world.store.mailbox(scene.mailboxId);
    run.goOn();

    expect(await hanging).toEqual({ outcome: 'busy', handedOver: false });
    expect(await world.store.mailbox(scene.mailboxId)).toEqual(taken);
    expect(await world.store.messages(scene.locationId)).toEqual([]);
    expect(await world.store.messages(newcomer.locationId)).toHaveLength(1);
  });

  test('with a long ledger: the first agent’s is retired in several runs, before anything is synced', async () => {
    const scene = await aLeftMailbox(120);
    const newcomer = await aNewcomer(scene);
    await connectAs(world, newcomer.agent, scene.emailAddress);

    expect(await initial(scene, hurried())).toMatchObject({ outcome: 'continued' });
    expect(await world.store.mailbox(scene.mailboxId)).toMatchObject({ status: 'connecting' });
    expect(Object.keys(await world.store.ledger(scene.mailboxId))).toHaveLength(20);
    expect(await initial(scene)).toMatchObject({ outcome: 'synced' });

    expect(await world.store.messages(newcomer.locationId)).toHaveLength(1);
    expect(await world.store.messages(scene.locationId)).toHaveLength(120);
    expect(await world.store.mailbox(scene.mailboxId)).toMatchObject({ counters: { stored: 1 } });
    const runs = await world.store.runs(scene.mailboxId);
    expect(runs.map(({ trigger }) => trigger)).toEqual(['initial', 'initial']);
  });

  test('who deletes their data at once: the first location’s stays, whatever the ledger still has', async () => {
    const scene = await aLeftMailbox();
    const newcomer = await aNewcomer(scene);
    const before = await everythingAt(scene);
    await connectAs(world, newcomer.agent, scene.emailAddress);

    await disconnect(scene, { deleteData: true, by: newcomer.agent.uid });

    expect(await everythingAt(scene)).toEqual(before);
    expect(await world.store.ledger(scene.mailboxId)).toEqual({});
  });

  test('is no longer the first one’s to disconnect', async () => {
    const scene = await aLeftMailbox();
    const newcomer = await aNewcomer(scene);
    await takeOver(scene, newcomer.agent);
    const byTheFirst = { mailboxId: scene.mailboxId, uid: scene.agent.uid, deleteData: true };

    expect(await disconnectMailbox(world.app, byTheFirst)).toBe('unknown');
    expect(await world.store.mailbox(scene.mailboxId)).toMatchObject({ status: 'live' });
  });
});
