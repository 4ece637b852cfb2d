import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runJob } from '../../shared/sync/runJob.ts';
import { eventually } from '../support/eventually.ts';
import { aScene } from '../support/scene.ts';
import { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());

/** The use cases with another share of time, or at another time. */
const withRunMs = (runMs: number) => ({ ...world.app, settings: { ...world.app.settings, runMs } });
const later = (ms: number) => ({
  ...world.app,
  clock: { ...world.app.clock, now: () => new Date(Date.now() + ms) },
});

describe('a mailbox whose history has expired', () => {
  test('stores what arrived in the gap, fetches nothing that it knows, and goes on from a fresh cursor', async () => {
    const { account, mailboxId, locationId, aMail, poll } = await aScene(world);
    account.seed(5, () => aMail, { history: true });
    await poll();
    account.seed(3, () => aMail, { history: true });
    account.expireHistory();
    account.usage.reset();

    expect(await poll()).toMatchObject({ outcome: 'synced', counts: { stored: 3 } });

    expect(await world.store.messages(locationId)).toHaveLength(8);
    expect(account.usage.count('messages.get')).toBe(3);
    // The refused delta, the pin, one page, the mails, and the delta from the pin.
    expect(account.usage.units).toBe(2 + 1 + 5 + 3 * 20 + 2);
    expect(await world.store.mailbox(mailboxId)).toMatchObject({
      status: 'live',
      historyId: account.historyId,
      recovery: null,
      lastError: null,
      lease: { holder: null },
    });
  });

  test('misses nothing that arrives between the listing and the new cursor', async () => {
    const { account, locationId, emailAddress, aMail, poll } = await aScene(world);
    account.deliver(aMail);
    account.expireHistory();
    account.usage.reset();
    world.gmail.faults.add({ method: 'messages.get', account: emailAddress, delayMs: 300 });

    const running = poll();
    await eventually('the gap is listed', () => account.usage.count('messages.list') === 1);
    account.deliver(aMail);
    await running;

    expect(await world.store.messages(locationId)).toHaveLength(2);
  });

  test('does not recover in a loop: a second time within the hour it fails and says why', async () => {
    const { account, mailboxId, locationId, aMail, poll } = await aScene(world);
    account.expireHistory();
    await poll();
    account.deliver(aMail);
    account.expireHistory();
    account.usage.reset();

    expect(await poll()).toEqual({ outcome: 'failed', code: 'historyExpired' });
    expect(account.usage.count('messages.list')).toBe(0);
    expect(await world.store.mailbox(mailboxId)).toMatchObject({ lastError: { code: 'historyExpired' } });

    expect(await poll(later(61 * 60_000))).toMatchObject({ outcome: 'synced', counts: { stored: 1 } });
    expect(await world.store.messages(locationId)).toHaveLength(1);
  });

  test('that takes longer than a run goes on as jobs, keeps its pin, and fetches nothing twice', async () => {
    const { account, mailboxId, locationId, aMail } = await aScene(world);
    account.seed(120, () => aMail, { history: true });
    account.expireHistory();
    account.usage.reset();
    const hurried = withRunMs(0);

    const outcomes = [];
    do {
      outcomes.push(await runJob(hurried, { type: 'delta', mailboxId, reason: 'continuation' }));
    } while (outcomes.at(-1)?.outcome === 'continued');

    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['continued', 'continued', 'synced']);
    expect(account.usage.count('getProfile')).toBe(1);
    expect(account.usage.count('messages.get')).toBe(120);
    expect(await world.store.messages(locationId)).toHaveLength(120);
    expect(await world.store.mailbox(mailboxId)).toMatchObject({ counters: { stored: 120 }, recovery: null });
  });
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
});
