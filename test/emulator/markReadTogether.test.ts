import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { markConversationRead } from '../../shared/sync/agents/markConversationRead.ts';
import { backfillMailbox } from '../../shared/sync/backfillMailbox.ts';
import { disconnectMailbox } from '../../shared/sync/disconnectMailbox.ts';
import { googleErrors } from '../support/gmail/googleError.ts';
import { heldBack } from '../support/heldBack.ts';
import { mortal } from '../support/mortal.ts';
import { aSharedScene, isUnread, type SharedScene } from '../support/sharedMail.ts';
import { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());

const mark = ({ agent, conversationId }: SharedScene, read: boolean, deps = world.app) =>
  markConversationRead(deps, { agent, conversationId, read });

/** A mail that both agents have; unread in both mailboxes unless it says otherwise. */
async function aSharedMail(labelIds = ['INBOX', 'UNREAD']) {
  const scene = await aSharedScene(world);
  const [mine, theirs] = scene.deliverToBoth({ labelIds });
  await scene.pushBoth();
  return {
    ...scene,
    ids: { mine, theirs },
    /** In the agent's mailbox, and in the colleague's. */
    unread: () => [isUnread(scene, mine), isUnread(scene.theirs, theirs)],
  };
}

const messageOf = async ({ locationId }: SharedScene) => {
  const [message, ...others] = await world.store.messages(locationId);
  if (!message || others.length > 0) throw new Error('Not one message');
  return message;
};

const pauseFor = ({ mailboxId }: Pick<SharedScene, 'mailboxId'>, ms: number) =>
  world.app.store.update(mailboxId, (mailbox) => ({ ...mailbox, pausedUntil: new Date(Date.now() + ms) }));

describe('a mail that two agents of the location have', () => {
  test('is marked in both mailboxes: one message, a call each', async () => {
    const scene = await aSharedMail();
    expect(await mark(scene, true)).toEqual({ outcome: 'marked', changed: 1 });
    expect(scene.unread()).toEqual([false, false]);
    expect(await messageOf(scene)).toMatchObject({ read: true, labels: ['INBOX'] });
    expect([scene.account.usage.units, scene.theirs.account.usage.units]).toEqual([50, 50]);
  });

  test('is unread again only once it is so in both', async () => {
    const scene = await aSharedMail(['INBOX']);
    expect(await mark(scene, false)).toEqual({ outcome: 'marked', changed: 1 });
    expect(scene.unread()).toEqual([true, true]);
    expect(await messageOf(scene)).toMatchObject({ read: false });
  });

  test('is read as soon as one has read it: there is nothing to mark in the other', async () => {
    const scene = await aSharedMail();
    scene.theirs.account.modify(scene.ids.theirs, { remove: ['UNREAD'] });
    await scene.pushBoth();
    expect(await messageOf(scene)).toMatchObject({ read: true });
    expect(await mark(scene, true)).toEqual({ outcome: 'marked', changed: 0 });
    expect(scene.account.usage.calls).toEqual([]);
  });
});

describe('a location that does not share mailboxes', () => {
  test("leaves the colleague's as it is", async () => {
    const scene = await aSharedMail();
    await world.tenants.settle(scene.locationId, { shareMailboxes: false });
    expect(await mark(scene, true)).toEqual({ outcome: 'marked', changed: 1 });
    expect(scene.unread()).toEqual([false, true]);
    expect(await messageOf(scene)).toMatchObject({ read: true });
    expect(scene.theirs.account.usage.calls).toEqual([]);
  });

  test('cannot make unread what a colleague has read, and says so', async () => {
    const scene = await aSharedMail(['INBOX']);
    await world.tenants.settle(scene.locationId, { shareMailboxes: false });
    expect(await mark(scene, false)).toEqual({
      outcome: 'marked',
      changed: 1,
      advice: expect.stringMatching(/stays read here.*does not share/),
    });
    expect(scene.unread()).toEqual([true, false]);
  });

  test('refuses what is in colleagues’ mailboxes alone', async () => {
    const scene = await aSharedScene(world);
    const { id } = scene.theirs.account.deliver({ ...scene.aMail, to: scene.theirs.emailAddress });
    await scene.pushBoth();
    await world.tenants.settle(scene.locationId, { shareMailboxes: false });
    expect(await mark(scene, true)).toEqual({
      outcome: 'refused',
      advice: expect.stringContaining('does not share'),
    });
    expect(isUnread(scene.theirs, id)).toBe(true);
  });
});

test('the mailbox of a colleague who has left the location is closed to it', async () => {
  const scene = await aSharedMail();
  await world.tenants.agent([], { uid: scene.colleague.uid });
  expect(await mark(scene, true)).toEqual({ outcome: 'marked', changed: 1 });
  expect(scene.unread()).toEqual([false, true]);
  await world.tenants.forget(scene.colleague);
  await scene.poll();
  expect(await mark(scene, false)).toMatchObject({ changed: 1 });
  expect(scene.theirs.account.usage.calls).toEqual([]);
});

describe('a mailbox that is being synced', () => {
  test('is told in Gmail alone after some seconds, and its delta brings it', async () => {
    const scene = await aSharedMail();
    scene.account.deliver(scene.aMail);
    const run = heldBack(world.app, 'readLedger');
    const running = scene.poll(run.deps);
    await run.reached;
    let now = Date.now();
    const sleeps: number[] = [];
    const clock = {
      now: () => new Date(now),
      sleep: async (ms: number) => {
        now += ms;
        sleeps.push(ms);
      },
    };

    expect(await mark(scene, true, { ...world.app, clock })).toEqual({ outcome: 'marked', changed: 1 });

    expect(sleeps.reduce((sum, ms) => sum + ms, 0)).toBe(3_000);
    expect(scene.unread()).toEqual([false, false]);
    const copyNow = async () =>
      (await world.store.messages(scene.locationId)).map(({ copies }) => copies[scene.mailboxId]?.labels);
    expect(await copyNow()).toEqual([['INBOX', 'UNREAD']]);
    run.goOn();
    await running;
    await scene.push(scene.account.historyId);
    expect(await copyNow()).toEqual(expect.arrayContaining([['INBOX']]));
  });

  test('is marked under the lease as soon as it is free', async () => {
    const scene = await aSharedMail();
    const run = heldBack(world.app, 1);
    const running = scene.poll(run.deps);
    await run.reached;
    const marking = mark(scene, true);
    run.goOn();
    await running;
    expect(await marking).toEqual({ outcome: 'marked', changed: 1 });
    expect(scene.unread()).toEqual([false, false]);
    expect(await messageOf(scene)).toMatchObject({ read: true });
  });
});

describe('a mailbox that cannot be used now', () => {
  test('is told of, and the others are marked', async () => {
    const scene = await aSharedMail();
    const { mailboxId, agent } = scene;
    await disconnectMailbox(world.app, { mailboxId, uid: agent.uid, deleteData: false });
    expect(await mark(scene, true)).toEqual({
      outcome: 'marked',
      changed: 1,
      advice: expect.stringContaining(`${scene.emailAddress}: This mailbox is disconnected`),
    });
    expect(scene.unread()).toEqual([true, false]);
    expect(await messageOf(scene)).toMatchObject({ read: true });
  });

  test('of a colleague is told of without a word about whose it is', async () => {
    const scene = await aSharedMail();
    world.gmail.oauth.grants.revoke(scene.theirs.emailAddress);
    const answer = await mark(scene, true);
    expect(answer).toMatchObject({ changed: 1, advice: expect.stringContaining('colleague') });
    expect(JSON.stringify(answer)).not.toContain(scene.theirs.emailAddress);
  });

  test.each([
    ['rests', 'rests until', (scene: SharedScene) => pauseFor(scene, 60_000)],
    [
      'has lost its grant',
      'Connect it again',
      async ({ emailAddress }: SharedScene) => world.gmail.oauth.grants.revoke(emailAddress),
    ],
    [
      'is forbidden to us',
      'administrator',
      async ({ emailAddress: account }: SharedScene) =>
        world.gmail.faults.add({
          method: 'messages.batchModify',
          account,
          reply: googleErrors.domainPolicy(),
        }),
    ],
  ])('and is the only one with the mail: it %s, and the call is refused', async (_, told, arrange) => {
    const scene = await aSharedScene(world);
    scene.account.deliver(scene.aMail);
    await scene.pushBoth();
    await arrange(scene);
    expect(await mark(scene, true)).toEqual({ outcome: 'refused', advice: expect.stringContaining(told) });
    expect(await messageOf(scene)).toMatchObject({ read: false });
  });

  test('because Gmail does not answer: to be tried again, unless another is marked', async () => {
    const scene = await aSharedMail();
    const { emailAddress: account } = scene;
    const down = { method: 'messages.batchModify', reply: { status: 503 } } as const;
    world.gmail.faults.add({ ...down, account });
    expect(await mark(scene, true)).toMatchObject({
      changed: 1,
      advice: expect.stringContaining('Try again in a moment'),
    });
    const alone = await aSharedScene(world);
    alone.account.deliver(alone.aMail);
    await alone.pushBoth();
    world.gmail.faults.add({ ...down, account: alone.emailAddress });
    await expect(mark(alone, true)).rejects.toMatchObject({ code: 'unavailable', retryable: true });
    expect(await mark(alone, true)).toMatchObject({ changed: 1 });
  });

  test('because its first sync is under way: Gmail is told, and the delta at its end brings it', async () => {
    const scene = await aSharedMail();
    await world.app.store.update(scene.mailboxId, (mailbox) =>
      mailbox.status === 'live' ? { ...mailbox, status: 'backfilling' } : mailbox,
    );
    expect(await mark(scene, true)).toEqual({ outcome: 'marked', changed: 1 });
    expect(scene.unread()).toEqual([false, false]);
    const labels = async () => (await messageOf(scene)).copies[scene.mailboxId]?.labels;
    expect(await labels()).toEqual(['INBOX', 'UNREAD']);
    expect(await backfillMailbox(world.app, scene.mailboxId)).toMatchObject({ outcome: 'synced' });
    expect(await labels()).toEqual(['INBOX']);
  });
});

describe('a process that dies', () => {
  test('between Gmail and the commit has the next delta make it right', async () => {
    const scene = await aSharedScene(world);
    const { id } = scene.account.deliver(scene.aMail);
    await scene.pushBoth();
    const names: string[] = [];
    // Before it come the conversation, its messages, the mailbox, the lease, and the opening of Gmail.
    const deps = mortal(world.app, { at: 5, kind: 'diesUnheard', reached: (name) => names.push(name) });
    await expect(mark(scene, true, deps)).rejects.toThrow();
    expect(names).toEqual(['gmail.modifyLabels']);
    expect(isUnread(scene, id)).toBe(false);
    expect(await messageOf(scene)).toMatchObject({ read: false });

    await world.app.store.update(scene.mailboxId, (mailbox) => ({
      ...mailbox,
      lease: { ...mailbox.lease, expiresAt: new Date(0) },
    }));
    await scene.push(scene.account.historyId);
    expect(await messageOf(scene)).toMatchObject({ read: true });
  });
});

test('what was notified while the mailbox was marked is synced before the lease goes', async () => {
  const scene = await aSharedScene(world);
  scene.account.deliver(scene.aMail);
  await scene.pushBoth();
  const run = heldBack(world.app, 1);
  const marking = mark(scene, true, run.deps);
  await run.reached;
  scene.account.deliver(scene.aMail);
  expect(await scene.push(scene.account.historyId)).toMatchObject({ outcome: 'busy', handedOver: true });
  run.goOn();
  expect(await marking).toEqual({ outcome: 'marked', changed: 1 });
  expect(await world.store.messages(scene.locationId)).toHaveLength(2);
});
