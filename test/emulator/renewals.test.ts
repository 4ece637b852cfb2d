import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Job } from '../../shared/domain/jobs.ts';
import type { Mailbox } from '../../shared/domain/mailbox.ts';
import { describeSync } from '../../shared/sync/agents/describeSync.ts';
import { queuePoll } from '../../shared/sync/rounds/queuePoll.ts';
import { queueRenewals } from '../../shared/sync/rounds/queueRenewals.ts';
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
  expect(await world.store.mailbox(scene.mailboxId)).toMatchObject({
    status: 'live',
    watch: null,
    watchError: { code: 'topicNotPermitted', operation: 'gmail.watch' },
  });
  expect(world.logged).toContainEqual({
    event: 'watchRefused',
    fields: expect.objectContaining({
      mailboxId: scene.mailboxId,
      code: 'topicNotPermitted',
      topic: 'gmail-sync',
    }),
  });
  const mail = scene.account.deliver(scene.aMail);
  daysPass(1);
  const polled: Job[] = [];
  await queuePoll({ ...world.app, jobs: { publish: async (job) => void polled.push(job) } }, { quietMs: 0 });
  for (const job of polled.filter(({ mailboxId }) => mailboxId === scene.mailboxId))
    await runJob(world.app, job);
  expect(await world.store.ledger(scene.mailboxId)).toMatchObject({ [mail.id]: { state: 'stored' } });
  // Other than the last error it outlives a sync, for its agent and for operations to see.
  const { mailboxes } = await describeSync(world.app, scene.agent);
  expect(mailboxes[0]).toMatchObject({
    lastError: null,
    watchExpiresAt: null,
    watchError: { code: 'topicNotPermitted', advice: expect.stringContaining('every 15 minutes') },
  });
  await renew();
  expect(await world.store.mailbox(scene.mailboxId)).toMatchObject({
    watch: { expiresAt: expect.any(Date) },
    watchError: null,
  });
});

test('a mailbox whose grant has ended waits for its agent, and is renewed no more', async () => {
  world.gmail.oauth.revokeGrant(scene.emailAddress);
  daysPass(1);
  await renew();
  expect(await world.store.mailbox(scene.mailboxId)).toMatchObject({ status: 'reauthRequired' });
  expect(await renewals()).toEqual([]);
});

test('another client that watches the mailbox is ended, and where that does not help, said', async () => {
  const taken = googleErrors.invalid(
    'Only one user push notification client allowed per developer (call /stop then try again)',
  );
  world.gmail.faults.add({ method: 'watch', account: scene.emailAddress, reply: taken });
  daysPass(1);
  await renew();
  const asked = scene.account.usage.calls
    .map(({ method }) => method)
    .filter((name) => /watch|stop/.test(name));
  expect(asked).toEqual(['watch', 'stop', 'watch']);
  expect(await world.store.mailbox(scene.mailboxId)).toMatchObject({
    watch: { expiresAt: expect.any(Date) },
    watchError: null,
  });
  world.gmail.faults.add({ method: 'watch', account: scene.emailAddress, reply: taken, times: 2 });
  daysPass(1);
  await renew();
  expect(await world.store.mailbox(scene.mailboxId)).toMatchObject({
    status: 'live',
    watch: null,
    watchError: { code: 'watchTaken' },
  });
});

test('what a repeat cannot heal is recorded, and leaves the watch what is left of its week', async () => {
  const { watch } = watchOf(await world.store.mailbox(scene.mailboxId));
  const reply = googleErrors.insufficientPermissions();
  world.gmail.faults.add({ method: 'watch', account: scene.emailAddress, reply });
  daysPass(1);
  await renew();
  expect(await world.store.mailbox(scene.mailboxId)).toMatchObject({
    status: 'live',
    watch,
    watchError: { code: 'insufficientScope' },
  });
});

test('one mailbox that fails does not stop the others', async () => {
  const other = await aScene(world);
  world.gmail.faults.add({ method: 'watch', account: scene.emailAddress, reply: { status: 503 }, times: 9 });
  daysPass(1);
  const queued: Job[] = [];
  await queueRenewals({ ...world.app, jobs: { publish: async (job) => void queued.push(job) } });
  const ours = queued.filter(({ mailboxId }) => [scene.mailboxId, other.mailboxId].includes(mailboxId));
  const ends = await Promise.allSettled(ours.map((job) => runJob(world.app, job)));
  expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  const { watch } = watchOf(await world.store.mailbox(other.mailboxId));
  expect(watch?.expiresAt.getTime()).toBeGreaterThan(clock.time + 6.9 * DAY_MS);
});

test('where there is no topic there is nothing to renew', async () => {
  daysPass(9);
  const settings = { ...world.app.settings, topic: undefined };
  expect(await queueRenewals({ ...world.app, settings })).toMatchObject({ outcome: 'idle', queued: 0 });
});

function watchOf(mailbox: Mailbox) {
  if (!('watch' in mailbox)) throw new Error(`A mailbox that is ${mailbox.status} has no watch`);
  return mailbox;
}
