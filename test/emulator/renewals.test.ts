import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Job } from '../../shared/domain/jobs.ts';
import { queuePoll } from '../../shared/sync/queuePoll.ts';
import { queueRenewals } from '../../shared/sync/queueRenewals.ts';
import { runJob } from '../../shared/sync/runJob.ts';
import { googleErrors } from '../support/gmail/googleError.ts';
import { aScene, type Scene } from '../support/scene.ts';
import { World } from '../support/world.ts';

const DAY_MS = 24 * 60 * 60_000;

/** The world goes by a clock that a test moves. */
const clock = { time: Date.now(), now: () => new Date(clock.time), sleep: async () => {} };
let world: World;
let scene: Scene;
beforeAll(async () => {
  world = await World.start({ clock });
});
afterAll(() => world.close());
beforeEach(async () => {
  scene = await aScene(world);
});

const daysPass = (days: number) => {
  clock.time += days * DAY_MS;
};

/** What the round queues for the scene's mailbox; other tests have theirs. */
async function renewals(): Promise<readonly Job[]> {
  const queued: Job[] = [];
  await queueRenewals({ ...world.app, jobs: { publish: async (job) => void queued.push(job) } });
  return queued.filter((job) => job.mailboxId === scene.mailboxId);
}

async function renew(): Promise<void> {
  for (const job of await renewals()) await runJob(world.app, job);
}

test('a watch is renewed every day, the cursor stays, and that costs 101 units', async () => {
  expect(await renewals()).toEqual([]);
  const before = await world.store.mailbox(scene.mailboxId);
  daysPass(1);
  await renew();
  const after = await world.store.mailbox(scene.mailboxId);
  expect(after).toEqual({ ...before, watch: { expiresAt: expect.any(Date) } });
  expect('watch' in after && after.watch?.expiresAt.getTime()).toBeGreaterThan(clock.time + 6.9 * DAY_MS);
  expect(scene.account.usage.units).toBe(101);
  expect(await renewals()).toEqual([]);
});

test('mail that came while the watch had lapsed is there with the renewal’s own notification', async () => {
  daysPass(8);
  world.gmail.notifications.drop(1, scene.emailAddress);
  const mail = scene.account.deliver(scene.aMail);
  await renew();
  await scene.push(scene.account.historyId);
  expect(await world.store.ledger(scene.mailboxId)).toMatchObject({ [mail.id]: { state: 'stored' } });
});

test('a mailbox that Gmail refused to watch is asked for again, and until then the poll keeps it up to date', async () => {
  const refusal = googleErrors.forbidden('User not authorized to perform this action.');
  world.gmail.faults.add({ method: 'watch', account: scene.emailAddress, reply: refusal });
  daysPass(1);
  await renew();
  expect(await world.store.mailbox(scene.mailboxId)).toMatchObject({ status: 'live', watch: null });
  expect(world.logged).toContainEqual(expect.objectContaining({ event: 'watchRefused' }));
  const mail = scene.account.deliver(scene.aMail);
  daysPass(1);
  const polled: Job[] = [];
  await queuePoll({ ...world.app, jobs: { publish: async (job) => void polled.push(job) } }, { quietMs: 0 });
  for (const job of polled.filter(({ mailboxId }) => mailboxId === scene.mailboxId))
    await runJob(world.app, job);
  expect(await world.store.ledger(scene.mailboxId)).toMatchObject({ [mail.id]: { state: 'stored' } });
  await renew();
  expect(await world.store.mailbox(scene.mailboxId)).toMatchObject({
    watch: { expiresAt: expect.any(Date) },
  });
});

test('a mailbox whose grant has ended waits for its agent, and is renewed no more', async () => {
  world.gmail.oauth.revokeGrant(scene.emailAddress);
  daysPass(1);
  await renew();
  expect(await world.store.mailbox(scene.mailboxId)).toMatchObject({ status: 'reauthRequired' });
  expect(await renewals()).toEqual([]);
});

test('where there is no topic there is nothing to renew', async () => {
  daysPass(9);
  const settings = { ...world.app.settings, topic: undefined };
  expect(await queueRenewals({ ...world.app, settings })).toEqual({ queued: 0 });
});
