import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Job } from '../../shared/domain/jobs.ts';
import { queuePoll } from '../../shared/sync/rounds/queuePoll.ts';
import { runJob } from '../../shared/sync/runJob.ts';
import { anAddress } from '../support/builders.ts';
import type { Mail } from '../support/gmail/mail.ts';
import { aScene, type Scene } from '../support/scene.ts';
import { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());

/** Its mailbox is warm: it has synced before, and its access token is in memory. */
let scene: Scene;
beforeEach(async () => {
  scene = await aScene(world);
});

const aMail = (overrides: Partial<Mail> = {}): Mail => ({
  ...scene.aMail,
  ...overrides,
});

/** What one notification costs, in Gmail and in Firestore. */
async function costOfPush(historyId: string) {
  world.firestore.reset();
  scene.account.usage.reset();
  await scene.push(historyId);
  const { reads, writes, deletes } = world.firestore.counts();
  return {
    units: scene.account.usage.units,
    calls: scene.account.usage.calls.length,
    reads,
    writes,
    deletes,
  };
}

test('one new mail in an idle mailbox: 22 units in 2 calls, 8 reads, 6 writes', async () => {
  await costOfPush(scene.account.deliver(aMail()).historyId);
  // Reads: mailbox (lease), ledger entry, agent, contact, location; in the commit mailbox, message and conversation.
  // Writes: mailbox (lease); in the commit ledger entry, message, conversation, run and scene.
  expect(await costOfPush(scene.account.deliver(aMail()).historyId)).toEqual({
    units: 22,
    calls: 2,
    reads: 8,
    writes: 6,
    deletes: 0,
  });
});

test('a mail from an unknown sender: 22 units, 5 reads, 4 writes', async () => {
  const { historyId } = scene.account.deliver(aMail({ from: anAddress('stranger') }));
  expect(await costOfPush(historyId)).toEqual({ units: 22, calls: 2, reads: 5, writes: 4, deletes: 0 });
});

test.each(['repeated', 'stale'])('a %s notification: 1 read, no write, no Gmail call', async (kind) => {
  const { historyId } = scene.account.deliver(aMail());
  await costOfPush(historyId);
  const given = kind === 'stale' ? (BigInt(historyId) - 1n).toString() : historyId;
  expect(await costOfPush(given)).toEqual({ units: 0, calls: 0, reads: 1, writes: 0, deletes: 0 });
});

test('100 mails in 100 threads: 2,002 units, 211 reads, 206 writes', async () => {
  const mails = scene.account.seed(100, () => aMail(), { history: true });
  const cost = await costOfPush(mails.at(-1)?.historyId ?? '');
  expect(cost).toMatchObject({ units: 2_002, calls: 101, reads: 211, writes: 206 });
  expect(await world.store.messages(scene.locationId)).toHaveLength(100);
});

test('100 mails in 10 threads: 402 units', async () => {
  const roots = Array.from({ length: 10 }, () => scene.account.deliver(aMail()));
  await costOfPush(roots.at(-1)?.historyId ?? '');
  const mails = scene.account.seed(100, (index) => aMail({ threadId: roots[index % 10]?.threadId }), {
    history: true,
  });
  expect(await costOfPush(mails.at(-1)?.historyId ?? '')).toMatchObject({ units: 402, calls: 11 });
  expect(await world.store.messages(scene.locationId)).toHaveLength(110);
});

test('an idle mailbox that is polled: 2 units in 1 call, 3 reads and 2 writes, the poll’s own included', async () => {
  const others = [await aScene(world), await aScene(world)];
  const polled = async () => {
    world.firestore.reset();
    const queued: Job[] = [];
    const jobs = { publish: async (job: Job) => void queued.push(job) };
    await queuePoll({ ...world.app, jobs }, { quietMs: -1 });
    return { queued, ...world.firestore.counts() };
  };
  const { queued, reads, writes } = await polled();
  const mailboxes = queued.length;
  expect(mailboxes).toBeGreaterThanOrEqual(others.length + 1);
  // Each mailbox; six listings, the other five of which find nothing; the round's own document, taken, turned, finished.
  expect({ reads, writes }).toEqual({ reads: mailboxes + 5 + 3, writes: 3 });

  const job = queued.find(({ mailboxId }) => mailboxId === scene.mailboxId);
  if (!job) throw new Error('It was not queued');
  world.firestore.reset();
  scene.account.usage.reset();
  await runJob(world.app, job);
  // Reads and writes: mailbox, in the lease and in the commit.
  expect(world.firestore.counts()).toMatchObject({ reads: 2, writes: 2, deletes: 0 });
  expect(scene.account.usage.calls.map(({ method }) => method)).toEqual(['history.list']);
  expect(scene.account.usage.units).toBe(2);
});
