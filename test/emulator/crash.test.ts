import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Fate, mortal } from '../support/mortal.ts';
import { aScene, type Scene } from '../support/scene.ts';
import { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());

/** Lease, ledger, agent, contacts, and the commit. */
const OPERATIONS_OF_A_RUN = 5;

/** A run that meets its fate. */
async function runWith(scene: Scene, fate: Fate): Promise<'survived' | 'died'> {
  const run = scene.poll({ ...world.app, store: mortal(world.app.store, fate) });
  return run.then(
    () => 'survived',
    () => 'died',
  );
}

/** Time passes: what a dead run holds runs out. */
const leaseRunsOut = ({ mailboxId }: Scene) =>
  world.app.store.update(mailboxId, (mailbox) => ({
    ...mailbox,
    lease: { ...mailbox.lease, expiresAt: new Date(0) },
  }));

async function expectStoredOnce(scene: Scene, gmailId: string): Promise<void> {
  const [message, ...others] = await world.store.messages(scene.locationId);
  expect(others).toEqual([]);
  expect(await world.store.ledger(scene.mailboxId)).toMatchObject({
    [gmailId]: { state: 'stored', messageIds: [message?.messageId] },
  });
  expect(await world.store.conversations(scene.locationId)).toMatchObject([
    { messageCount: 1, unreadCount: 1 },
  ]);
  expect(await world.store.mailbox(scene.mailboxId)).toMatchObject({
    historyId: scene.account.historyId,
    counters: { stored: 1, skipped: {} },
    lease: { holder: null },
    lastError: null,
  });
}

describe('a mail is stored exactly once, with everything that belongs to it', () => {
  const everyOperation = Array.from({ length: OPERATIONS_OF_A_RUN }, (_, at) => at);

  test.each(everyOperation)('when the process dies before its store operation %d', async (at) => {
    const scene = await aScene(world);
    const mail = scene.account.deliver(scene.aMail);

    expect(await runWith(scene, { at, kind: 'dies' })).toBe('died');
    expect(await world.store.messages(scene.locationId)).toEqual([]);
    await leaseRunsOut(scene);
    await scene.poll();

    await expectStoredOnce(scene, mail.id);
  });

  test.each(everyOperation)('when the process dies after its store operation %d, unheard', async (at) => {
    const scene = await aScene(world);
    const mail = scene.account.deliver(scene.aMail);

    expect(await runWith(scene, { at, kind: 'diesUnheard' })).toBe('died');
    await leaseRunsOut(scene);
    await scene.poll();

    await expectStoredOnce(scene, mail.id);
    expect(scene.account.usage.count('messages.get')).toBeLessThanOrEqual(2);
  });

  test.each(everyOperation)(
    'when the process hangs at its store operation %d until another has taken over',
    async (at) => {
      const scene = await aScene(world);
      const mail = scene.account.deliver(scene.aMail);
      const hanging = Promise.withResolvers<void>();
      const reached = Promise.withResolvers<void>();

      const run = runWith(scene, { at, kind: 'hangs', reached: reached.resolve, goesOn: hanging.promise });
      await reached.promise;
      await leaseRunsOut(scene);
      await scene.poll();
      hanging.resolve();
      await run;

      await expectStoredOnce(scene, mail.id);
    },
  );

  test('which a run that meets nothing takes five store operations for', async () => {
    const scene = await aScene(world);
    const mail = scene.account.deliver(scene.aMail);

    expect(await runWith(scene, { at: OPERATIONS_OF_A_RUN, kind: 'dies' })).toBe('survived');

    await expectStoredOnce(scene, mail.id);
  });
});
