import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { WEEKLY_DAYS } from '../../shared/domain/audit/audit.ts';
import { AuditId } from '../../shared/domain/ids.ts';
import type { Job } from '../../shared/domain/jobs.ts';
import { auditMailbox } from '../../shared/sync/audit/auditMailbox.ts';
import { backfillMailbox } from '../../shared/sync/backfillMailbox.ts';
import { queuePoll } from '../../shared/sync/rounds/queuePoll.ts';
import { runJob } from '../../shared/sync/runJob.ts';
import { anAddress } from '../support/builders.ts';
import type { Mail } from '../support/gmail/mail.ts';
import { MEASURED, type MeasuredCounts } from '../support/measuredCounts.ts';
import { aScene, type Scene } from '../support/scene.ts';
import { World } from '../support/world.ts';

/** Units are booked for a minute: this clock begins with one, and the next begins after the tests. */
const behindMs = Date.now() % 60_000;
const clock = { now: () => new Date(Date.now() - behindMs), sleep: () => setImmediate() };

let world: World;
beforeAll(async () => {
  world = await World.start({ clock });
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

/** What it costs, in Gmail and in Firestore. */
async function costOf(
  work: () => Promise<unknown>,
  { account }: Pick<Scene, 'account'> = scene,
): Promise<MeasuredCounts> {
  world.firestore.reset();
  account.usage.reset();
  await work();
  const { reads, writes, deletes } = world.firestore.counts();
  return { units: account.usage.units, calls: account.usage.calls.length, reads, writes, deletes };
}

const costOfPush = (historyId: string) => costOf(() => scene.push(historyId));

const runs = async () => (await world.store.runs(scene.mailboxId)).length;

test('one new mail in an idle mailbox: 22 units in 2 calls, 8 reads, 6 writes', async () => {
  await costOfPush(scene.account.deliver(aMail()).historyId);
  const before = await runs();
  // Reads: mailbox (lease), ledger entry, agent, contact, location; in the commit mailbox, message and conversation.
  // Writes: mailbox (lease); in the commit ledger entry, message, conversation, run and mailbox.
  expect(await costOfPush(scene.account.deliver(aMail()).historyId)).toEqual(MEASURED.newMail);
  expect(await runs()).toBe(before + 1);
});

test('a mail from an unknown sender: 22 units, 5 reads, 4 writes', async () => {
  const { historyId } = scene.account.deliver(aMail({ from: anAddress('stranger') }));
  expect(await costOfPush(historyId)).toEqual(MEASURED.unknownSender);
});

test.each(['repeated', 'stale'])('a %s notification: 1 read, no write, no Gmail call', async (kind) => {
  const { historyId } = scene.account.deliver(aMail());
  await costOfPush(historyId);
  const given = kind === 'stale' ? (BigInt(historyId) - 1n).toString() : historyId;
  expect(await costOfPush(given)).toEqual(MEASURED.staleNotification);
});

test('a mail that is read in Gmail: 2 units, no get, and no record of the run', async () => {
  const { id, historyId } = scene.account.deliver(aMail());
  const stranger = scene.account.deliver(aMail({ from: anAddress('stranger') }));
  await scene.push(historyId);
  await scene.push(stranger.historyId);
  const before = await runs();
  const read = (mail: string) => costOfPush(scene.account.modify(mail, { remove: ['UNREAD'] }).historyId);
  expect(await read(id)).toEqual(MEASURED.labelChange);
  expect(await read(stranger.id)).toEqual(MEASURED.labelChangeOfSkipped);
  expect(await runs()).toBe(before);
});

test('a callable whose calls are limited: 1 read and 1 write for that', async () => {
  const { rateLimits, clock } = world.app;
  const admit = () => rateLimits.takeToken(scene.agent.uid, 'sendMessage', clock.now());
  expect(await costOf(admit)).toEqual(MEASURED.rateLimit);
  expect(await costOf(admit)).toEqual(MEASURED.rateLimit);
});

test('a first sync of 50 mails: 1,109 units, 112 reads, 106 writes', async () => {
  const mailbox = await world.connect(scene.agent);
  mailbox.account.seed(50, () => aMail({ to: mailbox.emailAddress }));
  const cost = await costOf(() => backfillMailbox(world.app, mailbox.mailboxId), mailbox);
  expect(cost).toEqual(MEASURED.firstSync);
});

test('a watch that is renewed: 101 units, 2 reads, 1 write', async () => {
  const { mailboxId } = scene;
  expect(await costOf(() => runJob(world.app, { type: 'watch', mailboxId }))).toEqual(MEASURED.renewedWatch);
});

test('the weekly audit of 100 mails: 83 units, 423 reads, 12 writes; of none: 7 units, 14 reads, 9 writes', async () => {
  const { mailboxId } = scene;
  const audit = async (day: string) =>
    costOf(async () => {
      const auditId = AuditId.of(mailboxId, day);
      const job = { type: 'audit', mailboxId, auditId, days: WEEKLY_DAYS, repair: false } as const;
      expect(await auditMailbox(world.app, job)).toMatchObject({ outcome: 'synced' });
    });
  expect(await audit('2026-11-01')).toEqual(MEASURED.auditedNone);
  scene.account.seed(100, () => aMail(), { history: true });
  await scene.push(scene.account.historyId);
  expect(await audit('2026-11-08')).toEqual(MEASURED.auditedHundred);
});

test('100 mails in 100 threads: 2,002 units, 211 reads, 206 writes', async () => {
  const mails = scene.account.seed(100, () => aMail(), { history: true });
  expect(await costOfPush(mails.at(-1)?.historyId ?? '')).toEqual(MEASURED.hundredThreads);
  expect(await world.store.messages(scene.locationId)).toHaveLength(100);
});

test('100 mails in 10 threads: 402 units', async () => {
  const roots = Array.from({ length: 10 }, () => scene.account.deliver(aMail()));
  await costOfPush(roots.at(-1)?.historyId ?? '');
  const mails = scene.account.seed(100, (index) => aMail({ threadId: roots[index % 10]?.threadId }), {
    history: true,
  });
  const { units, calls } = MEASURED.tenThreads;
  expect(await costOfPush(mails.at(-1)?.historyId ?? '')).toMatchObject({ units, calls });
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
  const { listedMailbox, pollRound } = MEASURED;
  expect({ reads, writes }).toEqual({
    reads: mailboxes * listedMailbox.reads + pollRound.reads,
    writes: pollRound.writes,
  });

  const job = queued.find(({ mailboxId }) => mailboxId === scene.mailboxId);
  if (!job) throw new Error('It was not queued');
  // Reads and writes: mailbox, in the lease and in the commit.
  expect(await costOf(() => runJob(world.app, job))).toEqual(MEASURED.idleMailbox);
  expect(scene.account.usage.calls.map(({ method }) => method)).toEqual(['history.list']);
});
