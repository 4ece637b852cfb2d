import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AgentId, MailboxId } from '../../shared/domain/ids.ts';
import { describeSync } from '../../shared/sync/agents/describeSync.ts';
import { disconnectMailbox } from '../../shared/sync/disconnectMailbox.ts';
import { queuePoll } from '../../shared/sync/rounds/queuePoll.ts';
import { runJob } from '../../shared/sync/runJob.ts';
import { anAddress } from '../support/builders.ts';
import { heldBack } from '../support/heldBack.ts';
import { aScene, type Scene } from '../support/scene.ts';
import { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());

const disconnect = ({ mailboxId, agent }: Scene) =>
  disconnectMailbox(world.app, { mailboxId, uid: agent.uid, deleteData: false });
const leave = ({ mailboxId }: Scene, deps = world.app) => runJob(deps, { type: 'disconnect', mailboxId });
const isGranted = ({ refreshToken }: Scene) => world.gmail.oauth.grants.refresh(refreshToken) !== undefined;
const eventsOf = ({ mailboxId }: Scene) =>
  world.logged.filter(({ fields }) => 'mailboxId' in fields && fields.mailboxId === mailboxId);

/** What the agent is told of it. */
const statusShown = async ({ agent }: Scene) => (await describeSync(world.app, agent)).mailboxes[0];

/** A mailbox in which this many of the contact's mails are stored. */
async function aSceneWithMail(count: number): Promise<Scene> {
  const scene = await aScene(world);
  scene.account.seed(count, () => scene.aMail, { history: true });
  await scene.poll();
  expect(await world.store.messages(scene.locationId)).toHaveLength(count);
  return scene;
}

describe('disconnecting a mailbox', () => {
  test('stops the watch, ends the grant at Google, and keeps the cursor and what is stored', async () => {
    const scene = await aSceneWithMail(2);
    const { account, mailboxId, locationId } = scene;

    expect(await disconnect(scene)).toBe('disconnected');
    expect(await world.store.mailbox(mailboxId)).toMatchObject({
      status: 'disconnected',
      leaving: { deleteData: false },
      grantVersion: 2,
    });
    expect(await statusShown(scene)).toMatchObject({ status: 'disconnected', disconnecting: true });
    expect(eventsOf(scene)).toContainEqual(
      expect.objectContaining({ event: 'jobQueued', fields: { mailboxId, job: 'disconnect' } }),
    );
    expect(await leave(scene)).toMatchObject({ outcome: 'synced' });

    expect(await statusShown(scene)).toMatchObject({ status: 'disconnected', disconnecting: false });
    expect(isGranted(scene)).toBe(false);
    expect(account.usage.count('stop')).toBe(1);
    expect(await world.app.connections.readGrant(mailboxId)).toBeUndefined();
    expect(await world.store.mailbox(mailboxId)).toMatchObject({
      status: 'disconnected',
      leaving: null,
      resumes: 'live',
      historyId: account.historyId,
      counters: { stored: 2 },
      lease: { holder: null },
    });
    expect(await world.store.messages(locationId)).toHaveLength(2);
    expect(Object.keys(await world.store.ledger(mailboxId))).toHaveLength(2);
  });

  test('ends the sync at once: what arrives afterwards is not stored, the job done or not', async () => {
    const scene = await aScene(world);
    await disconnect(scene);
    const blocked = { outcome: 'blocked', status: 'disconnected' };

    expect(await scene.push(scene.account.deliver(scene.aMail).historyId)).toEqual(blocked);
    await leave(scene);
    expect(await scene.push(scene.account.deliver(scene.aMail).historyId)).toEqual(blocked);
    expect(await scene.poll()).toEqual(blocked);
    expect(await runJob(world.app, { type: 'initial', mailboxId: scene.mailboxId })).toEqual(blocked);

    expect(scene.account.usage.count('messages.get')).toBe(0);
    expect(await world.store.messages(scene.locationId)).toEqual([]);
  });

  test.each([
    ['has fetched', 1],
    ['is about to fetch with the grant that is ended', 'readLedger'],
  ] as const)('keeps a run that %s from writing anything more, and from complaining', async (_, at) => {
    const scene = await aScene(world);
    const { account, mailboxId, locationId } = scene;
    account.deliver(scene.aMail);
    const run = heldBack(world.app, at);
    const running = scene.poll(run.deps);
    await run.reached;

    await disconnect(scene);
    await leave(scene);
    run.goOn();

    expect(await running).toEqual({ outcome: 'busy', handedOver: false });
    expect(await world.store.messages(locationId)).toEqual([]);
    expect(await world.store.ledger(mailboxId)).toEqual({});
    expect(await world.store.mailbox(mailboxId)).toMatchObject({ status: 'disconnected', lastError: null });
    const complaints = ['syncFailed', 'unexpectedFailure', 'grantRevoked'];
    expect(eventsOf(scene).filter(({ event }) => complaints.includes(event))).toEqual([]);
  });

  test('twice is harmless, before the job and after it', async () => {
    const scene = await aScene(world);
    await disconnect(scene);
    const { grantVersion } = await world.store.mailbox(scene.mailboxId);
    expect(await disconnect(scene)).toBe('disconnected');
    await leave(scene);
    const left = await world.store.mailbox(scene.mailboxId);

    expect(await disconnect(scene)).toBe('disconnected');
    expect(await leave(scene)).toEqual({ outcome: 'blocked', status: 'disconnected' });

    expect(await world.store.mailbox(scene.mailboxId)).toEqual({ ...left, grantVersion });
  });

  test('that is another agent’s, or nobody’s, is unknown and changes nothing', async () => {
    const scene = await aScene(world);
    const before = await world.store.mailbox(scene.mailboxId);
    const stranger = { uid: AgentId('a stranger'), deleteData: true };

    expect(await disconnectMailbox(world.app, { ...stranger, mailboxId: scene.mailboxId })).toBe('unknown');
    const nobodys = MailboxId.of(anAddress());
    expect(await disconnectMailbox(world.app, { ...stranger, mailboxId: nobodys })).toBe('unknown');

    expect(await world.store.mailbox(scene.mailboxId)).toEqual(before);
  });
});

describe('when Google cannot end the grant', () => {
  test('for a while: the job fails to its trigger, the poll queues it again, and then it is done', async () => {
    const scene = await aScene(world);
    const { mailboxId } = scene;
    await disconnect(scene);
    world.gmail.faults.add({ method: 'oauth.revoke', reply: { status: 503 } });

    await expect(leave(scene)).rejects.toMatchObject({ code: 'unavailable' });
    expect(await world.store.mailbox(mailboxId)).toMatchObject({
      leaving: { deleteData: false },
      lastError: { code: 'unavailable', operation: 'google.oauth.revoke' },
    });
    const queued = () => eventsOf(scene).filter(({ event }) => event === 'jobQueued').length;
    const before = queued();
    await queuePoll(world.app, { quietMs: -1 });
    expect(queued()).toBe(before + 1);

    expect(await leave(scene)).toMatchObject({ outcome: 'synced' });
    expect(isGranted(scene)).toBe(false);
    expect(await world.store.mailbox(mailboxId)).toMatchObject({ leaving: null, lastError: null });
    await queuePoll(world.app, { quietMs: -1 });
    expect(queued()).toBe(before + 1);
  });

  test('because the person did so before: there is nothing left to do', async () => {
    const scene = await aScene(world);
    world.gmail.oauth.revokeGrant(scene.emailAddress);
    world.gmail.oauth.expireAccessTokens({ address: scene.emailAddress });
    await scene.poll();
    expect(await world.store.mailbox(scene.mailboxId)).toMatchObject({ status: 'reauthRequired' });

    await disconnect(scene);
    expect(await leave(scene)).toMatchObject({ outcome: 'synced' });

    expect(await world.store.mailbox(scene.mailboxId)).toMatchObject({ leaving: null, resumes: 'live' });
  });

  test('because no key opens it: says so, and the mailbox becomes free all the same', async () => {
    const scene = await aScene(world);
    const { mailboxId, agent, emailAddress } = scene;
    const to = { mailboxId, uid: agent.uid, emailAddress, now: new Date() };
    await world.app.connections.connect(to, { sealed: 'v1.gone.c2VhbGVk', scopes: [] });
    await disconnect(scene);

    expect(await leave(scene)).toMatchObject({ outcome: 'synced' });

    expect(await world.app.connections.readGrant(mailboxId)).toBeUndefined();
    expect(await world.store.mailbox(mailboxId)).toMatchObject({ leaving: null });
    expect(eventsOf(scene)).toContainEqual(
      expect.objectContaining({
        event: 'grantNotEnded',
        fields: expect.objectContaining({ code: 'undecryptable' }),
      }),
    );
  });
});
