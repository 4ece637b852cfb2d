import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runJob } from '../../shared/sync/runJob.ts';
import { aScene } from '../support/scene.ts';
import { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());

/** The use cases with another share of time, or at another time. */
const withRunMs = (runMs: number) => ({ ...world.app, settings: { ...world.app.settings, runMs } });
const _later = (ms: number) => ({
  ...world.app,
  clock: { ...world.app.clock, now: () => new Date(Date.now() + ms) },
});

describe('a delta that takes longer than a run', () => {
  test('goes on as jobs from the same cursor and fetches nothing twice', async () => {
    const { account, mailboxId, locationId, aMail } = await aScene(world);
    account.seed(120, () => aMail, { history: true });
    account.usage.reset();
    const hurried = withRunMs(0);

    expect(await runJob(hurried, { type: 'delta', mailboxId, reason: 'poll' })).toMatchObject({
      outcome: 'continued',
      counts: { stored: 50 },
    });
    const continuation = { mailboxId, job: 'delta' };
    expect(world.logged).toContainEqual({ event: 'jobQueued', fields: continuation });
    await runJob(hurried, { type: 'delta', mailboxId, reason: 'continuation' });
    expect(await runJob(hurried, { type: 'delta', mailboxId, reason: 'continuation' })).toMatchObject({
      outcome: 'synced',
      counts: { stored: 20 },
    });

    expect(account.usage.count('messages.get')).toBe(120);
    expect(await world.store.messages(locationId)).toHaveLength(120);
    expect(await world.store.mailbox(mailboxId)).toMatchObject({ historyId: account.historyId });
  });

  test('of many pages is not listed from its beginning again', async () => {
    const { account, mailboxId, locationId, aMail, poll } = await aScene(world);
    const { id } = account.deliver(aMail);
    await poll();
    for (let turn = 0; turn < 5_500; turn += 1) {
      account.modify(id, { add: ['STARRED'] });
      account.modify(id, { remove: ['STARRED'] });
    }
    account.modify(id, { remove: ['UNREAD'] });
    const cursor = (await world.store.mailbox(mailboxId))?.lastSyncAt;
    account.usage.reset();

    expect(await poll(withRunMs(0))).toMatchObject({ outcome: 'continued' });
    expect(await world.store.mailbox(mailboxId)).toMatchObject({ lastSyncAt: cursor });
    expect(await poll()).toMatchObject({ outcome: 'synced' });

    expect(account.usage.count('history.list')).toBe(Math.ceil(11_001 / 500));
    expect(await world.store.messages(locationId)).toMatchObject([{ read: true, labels: ['INBOX'] }]);
    expect(await world.store.mailbox(mailboxId)).toMatchObject({ historyId: account.historyId, delta: null });
  });
});
