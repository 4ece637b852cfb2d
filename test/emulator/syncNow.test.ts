import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AgentId, MailboxId } from '../../shared/domain/ids.ts';
import type { Settle } from '../../shared/domain/mailbox.ts';
import { syncNow } from '../../shared/sync/agents/syncNow.ts';
import { disconnectMailbox } from '../../shared/sync/disconnectMailbox.ts';
import { anAddress } from '../support/builders.ts';
import { googleErrors } from '../support/gmail/googleError.ts';
import { heldBack } from '../support/heldBack.ts';
import { aScene, type Scene } from '../support/scene.ts';
import { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());

const ask = ({ mailboxId, agent }: Pick<Scene, 'mailboxId' | 'agent'>, deps = world.app) =>
  syncNow(deps, { mailboxId, uid: agent.uid });
const set = ({ mailboxId }: Scene, settle: Settle) => world.app.store.update(mailboxId, settle);
const NOTHING = { stored: 0, skipped: 0 };

describe('an agent who syncs now', () => {
  test('gets what is new at once, and is told how much was stored and skipped', async () => {
    const scene = await aScene(world);
    const { account, emailAddress, locationId, mailboxId } = scene;
    account.deliver(scene.aMail);
    account.deliver({ from: anAddress('stranger'), to: emailAddress });
    account.spam({ from: anAddress('stranger'), to: emailAddress });

    expect(await ask(scene)).toEqual({ outcome: 'synced', stored: 1, skipped: 2 });

    expect(await world.store.messages(locationId)).toHaveLength(1);
    expect(await world.store.runs(mailboxId)).toContainEqual(
      expect.objectContaining({ trigger: 'syncNow', outcome: 'synced' }),
    );
  });

  test('is told of nothing where nothing is new', async () => {
    expect(await ask(await aScene(world))).toEqual({ outcome: 'synced', ...NOTHING });
  });

  test('is not told that a mail which came out of spam was skipped once less', async () => {
    const scene = await aScene(world);
    const { id } = scene.account.spam(scene.aMail);
    expect(await ask(scene)).toEqual({ outcome: 'synced', stored: 0, skipped: 1 });
    scene.account.modify(id, { add: ['INBOX'], remove: ['SPAM'] });
    expect(await ask(scene)).toEqual({ outcome: 'synced', stored: 1, skipped: 0 });
  });

  test('does not wait for a long sync: the rest is on its way', async () => {
    const scene = await aScene(world);
    scene.account.seed(60, () => scene.aMail, { history: true });
    const settings = { ...world.app.settings, runMs: 0 };

    const answer = await ask(scene, { ...world.app, settings });

    expect(answer).toMatchObject({ outcome: 'continued', skipped: 0 });
    expect(answer).toMatchObject({ advice: expect.stringContaining('on its way') });
    expect(world.logged).toContainEqual(
      expect.objectContaining({
        event: 'jobQueued',
        fields: expect.objectContaining({ mailboxId: scene.mailboxId, job: 'delta' }),
      }),
    );
  });

  test('stops waiting after half a minute, however long the functions may run', async () => {
    const scene = await aScene(world);
    scene.account.seed(60, () => scene.aMail, { history: true });
    let elapsed = 0;
    const clock = {
      ...world.app.clock,
      now: () => {
        elapsed += 10_000;
        return new Date(Date.now() + elapsed);
      },
    };
    expect(await ask(scene, { ...world.app, clock })).toMatchObject({ outcome: 'continued' });
  });

  test('is told that the mailbox is being synced, and does not disturb it', async () => {
    const scene = await aScene(world);
    scene.account.deliver(scene.aMail);
    const run = heldBack(world.app, 'readLedger');
    const running = scene.poll(run.deps);
    await run.reached;

    expect(await ask(scene)).toEqual({
      outcome: 'busy',
      ...NOTHING,
      advice: expect.stringContaining('is being synced'),
    });

    run.goOn();
    expect(await running).toMatchObject({ outcome: 'synced', counts: { stored: 1 } });
  });
});

describe('a mailbox that cannot be synced now', () => {
  test('rests: until when is told, and Gmail is left alone', async () => {
    const scene = await aScene(world);
    scene.account.deliver(scene.aMail);
    const { emailAddress: account } = scene;
    world.gmail.faults.add({ method: 'history.list', account, reply: googleErrors.userRateLimitExceeded() });

    const first = await ask(scene);
    scene.account.usage.reset();
    const second = await ask(scene);

    const until = expect.stringMatching(/^\d{4}-.*Z$/);
    expect(first).toEqual({ outcome: 'paused', ...NOTHING, until, advice: expect.stringContaining('rests') });
    expect(second).toEqual(first);
    expect(scene.account.usage.calls).toEqual([]);
  });

  test('has lost its grant: the agent is told to connect again, the first time and later', async () => {
    const scene = await aScene(world);
    scene.account.deliver(scene.aMail);
    world.gmail.oauth.grants.revoke(scene.emailAddress);
    const answer = {
      outcome: 'blocked',
      ...NOTHING,
      reason: 'reauthRequired',
      advice: expect.stringContaining('Connect it again'),
    };
    expect(await ask(scene)).toEqual(answer);
    expect(await ask(scene)).toEqual(answer);
  });

  test('is disconnected', async () => {
    const scene = await aScene(world);
    await disconnectMailbox(world.app, {
      mailboxId: scene.mailboxId,
      uid: scene.agent.uid,
      deleteData: false,
    });
    expect(await ask(scene)).toMatchObject({
      outcome: 'blocked',
      reason: 'disconnected',
      advice: expect.stringContaining('disconnected'),
    });
  });

  test('is in its first sync, which does it all', async () => {
    const agent = await world.tenants.agent([await world.tenants.location()]);
    const { mailboxId } = await world.connect(agent);
    expect(await ask({ mailboxId, agent })).toMatchObject({
      outcome: 'blocked',
      reason: 'connecting',
      advice: expect.stringContaining('first sync'),
    });
  });

  test('is forbidden to us: what it means is told, and a repeat is not asked for', async () => {
    const scene = await aScene(world);
    const { emailAddress: account } = scene;
    world.gmail.faults.add({ method: 'history.list', account, reply: googleErrors.domainPolicy() });
    expect(await ask(scene)).toEqual({
      outcome: 'failed',
      ...NOTHING,
      reason: 'forbidden',
      advice: expect.stringContaining('administrator'),
    });
  });

  test('does not answer: the failure is thrown, to be tried again, and the next call stores the mail', async () => {
    const scene = await aScene(world);
    scene.account.deliver(scene.aMail);
    const { emailAddress: account } = scene;
    world.gmail.faults.add({ method: 'history.list', account, times: 3, reply: { status: 503 } });
    await expect(ask(scene)).rejects.toMatchObject({ code: 'unavailable', retryable: true });
    expect(await ask(scene)).toMatchObject({ outcome: 'synced', stored: 1 });
  });
});

describe('a mailbox of somebody else', () => {
  test('is as unknown as none, and is not synced', async () => {
    const scene = await aScene(world);
    scene.account.deliver(scene.aMail);
    const stranger = await world.tenants.agent([scene.locationId]);
    const lastRunAt = (await world.store.mailbox(scene.mailboxId)).lastRunAt;

    expect(await ask({ ...scene, agent: stranger })).toBe('unknown');
    expect(await ask({ ...scene, agent: { ...stranger, uid: AgentId('') } })).toBe('unknown');
    expect(await ask({ ...scene, mailboxId: MailboxId.of(anAddress()) })).toBe('unknown');

    expect(scene.account.usage.calls).toEqual([]);
    expect(await world.store.mailbox(scene.mailboxId)).toMatchObject({ lastRunAt, lease: { holder: null } });
  });

  test('stays so when it has passed to another agent', async () => {
    const scene = await aScene(world);
    const heir = await world.tenants.agent([scene.locationId]);
    await set(scene, (mailbox) => ({ ...mailbox, uid: heir.uid }));
    expect(await ask(scene)).toBe('unknown');
    expect(await ask({ ...scene, agent: heir })).toMatchObject({ outcome: 'synced' });
  });
});
