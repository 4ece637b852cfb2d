import { beforeEach, describe, expect, test } from '@jest/globals';
import { HistoryId } from '../../shared/domain/historyId.ts';
import type { Job } from '../../shared/domain/jobs.ts';
import { queuePoll } from '../../shared/sync/rounds/queuePoll.ts';
import { aMailbox } from '../support/builders.ts';
import { type LiveOptions, putLive } from '../support/rounds/putLive.ts';
import { roundStage } from '../support/rounds/roundStage.ts';
import { TestClock } from '../support/universe/testClock.ts';

const MINUTE_MS = 60_000;
const QUIET = { quietMs: MINUTE_MS };
const NOTHING = {
  queued: 0,
  paused: 0,
  stuck: 0,
  leaving: 0,
  histories: 0,
  imports: 0,
  audits: 0,
  relays: 0,
  failed: 0,
};

let clock: TestClock;
let stage: ReturnType<typeof roundStage>;
beforeEach(() => {
  clock = new TestClock();
  stage = roundStage({ clock });
});

const ago = (minutes: number) => new Date(clock.now().getTime() - minutes * MINUTE_MS);
const aLive = (...how: LiveOptions) => putLive(stage, ...how);

const manyLive = (count: number) => Array.from({ length: count }, () => aLive().mailboxId);

describe('a poll', () => {
  test('queues what each mailbox goes on with, and counts it apart', async () => {
    const live = aLive();
    const paused = aLive({ pausedUntil: new Date(clock.now().getTime() + MINUTE_MS) });
    const rested = aLive({ pausedUntil: ago(1) });
    const lease = { fence: 3, commits: 0, holder: 'a run' };
    const dead = aLive({ lease: { ...lease, expiresAt: ago(1) } });
    const running = aLive({ lease: { ...lease, expiresAt: new Date(clock.now().getTime() + 1) } });
    aLive({ lastRunAt: ago(0.5) });
    const stalled = aMailbox({ status: 'connecting' }, { lastRunAt: ago(9) });
    stage.store.putMailbox(stalled);
    const stopped = { since: ago(9), resumes: 'live', historyId: HistoryId.of('9') } as const;
    const leaving = aMailbox(
      { status: 'disconnected', leaving: { deleteData: true }, ...stopped },
      { lastRunAt: ago(9) },
    );
    stage.store.putMailbox(leaving);
    stage.store.putMailbox(aMailbox({ status: 'reauthRequired', ...stopped }, { lastRunAt: ago(9) }));

    const answer = await queuePoll(stage.deps, QUIET);

    const counts = { ...NOTHING, queued: 5, paused: 1, stuck: 2, leaving: 1 };
    expect(answer).toEqual({ outcome: 'finished', ...counts });
    expect(stage.queued).toHaveLength(5);
    expect(stage.queued).toEqual(
      expect.arrayContaining([
        ...[live, rested, dead].map(({ mailboxId }) => ({ type: 'delta', mailboxId, reason: 'poll' })),
        { type: 'initial', mailboxId: stalled.mailboxId },
        { type: 'disconnect', mailboxId: leaving.mailboxId },
      ]),
    );
    expect(stage.queued.map(({ mailboxId }) => mailboxId)).not.toContain(running.mailboxId);
    expect(stage.queued.map(({ mailboxId }) => mailboxId)).not.toContain(paused.mailboxId);
    expect(stage.logged).toContainEqual({
      event: 'pollFinished',
      fields: { outcome: 'finished', ...counts, durationMs: 0 },
    });
  });

  test('while another one runs answers that, and queues nothing', async () => {
    manyLive(3);
    const publishing = Promise.withResolvers<void>();
    const slow = { ...stage.deps, jobs: { publish: () => publishing.promise } };
    const first = queuePoll(slow, QUIET);
    await new Promise(setImmediate);
    expect(await queuePoll(stage.deps, QUIET)).toEqual({ outcome: 'busy', ...NOTHING });
    expect(stage.queued).toEqual([]);
    expect(stage.logged).toEqual([
      {
        event: 'roundBusy',
        fields: { round: 'poll', until: new Date(clock.now().getTime() + 2 * MINUTE_MS) },
      },
    ]);
    publishing.resolve();
    expect(await first).toMatchObject({ outcome: 'finished', queued: 3 });
    expect(await queuePoll(stage.deps, QUIET)).toMatchObject({ outcome: 'finished', queued: 3 });
  });

  test('of a page or less never waits, and a hundred thousand mailboxes would take ten minutes', async () => {
    manyLive(200);
    const begun = clock.now().getTime();
    await queuePoll(stage.deps, QUIET);
    expect(clock.now().getTime()).toBe(begun);
    manyLive(800);
    await queuePoll(stage.deps, { quietMs: 0 });
    expect(clock.now().getTime() - begun).toBe(4 * 1_200);
  });

  test('holds one page at a time, however many mailboxes there are', async () => {
    const ids = manyLive(1_050);
    let held = 0;
    let most = 0;
    const overview = {
      ...stage.store,
      quietMailboxes: async (request: Parameters<typeof stage.store.quietMailboxes>[0]) => {
        expect(held).toBe(0);
        expect(request.limit).toBeLessThanOrEqual(200);
        const page = await stage.store.quietMailboxes(request);
        held += page.items.length;
        most = Math.max(most, held);
        return page;
      },
    };
    const published: string[] = [];
    const publish = async ({ mailboxId }: Job) => {
      await new Promise(setImmediate);
      held -= 1;
      published.push(mailboxId);
    };
    await queuePoll({ ...stage.deps, overview, jobs: { publish } }, QUIET);
    expect(most).toBe(200);
    expect(published.toSorted()).toEqual(ids.toSorted());
  });

  test('out of time keeps its place, and the next call goes on until all were visited once', async () => {
    const ids = manyLive(1_000);
    const endsAt = () => new Date(clock.now().getTime() + 1_000);
    const answers = [];
    do answers.push(await queuePoll(stage.deps, { ...QUIET, endsAt: endsAt() }));
    while (answers.at(-1)?.outcome === 'continued' && answers.length < 9);
    expect(answers.map(({ outcome }) => outcome)).toEqual(['continued', 'continued', 'finished']);
    expect(answers.at(-1)?.queued).toBe(1_000);
    expect(stage.queued.map(({ mailboxId }) => mailboxId).toSorted()).toEqual(ids.toSorted());
  });

  test('ends by itself after twenty-five minutes', async () => {
    manyLive(300);
    const slow = { ...clock, now: () => clock.now(), sleep: async () => clock.pass(26 * MINUTE_MS) };
    const lasting = { ...stage.deps, clock: slow };
    expect(await queuePoll(lasting, QUIET)).toMatchObject({ outcome: 'continued', queued: 300 });
  });

  test('that was too slow stops where another one has taken over', async () => {
    manyLive(600);
    const hanging = Promise.withResolvers<void>();
    let pages = 0;
    const overview = {
      ...stage.store,
      quietMailboxes: async (request: Parameters<typeof stage.store.quietMailboxes>[0]) => {
        pages += 1;
        if (pages === 2) await hanging.promise;
        return stage.store.quietMailboxes(request);
      },
    };
    const slow = queuePoll({ ...stage.deps, overview }, QUIET);
    while (pages < 2) await new Promise(setImmediate);
    clock.pass(2 * MINUTE_MS + 1);
    expect(await queuePoll(stage.deps, QUIET)).toMatchObject({ outcome: 'finished', queued: 600 });
    expect(stage.queued).toHaveLength(600);
    hanging.resolve();
    expect(await slow).toMatchObject({ outcome: 'overtaken' });
    expect(stage.queued).toHaveLength(800);
    expect(pages).toBe(2);
  });

  test('that cannot queue some jobs goes on with the others, and one that can queue none fails', async () => {
    const [first, ...others] = manyLive(5);
    const publish = async (job: Job) => {
      if (job.mailboxId === first) throw new Error('not this one');
      return stage.deps.jobs.publish(job);
    };
    expect(await queuePoll({ ...stage.deps, jobs: { publish } }, QUIET)).toMatchObject({
      outcome: 'finished',
      queued: 4,
      failed: 1,
    });
    expect(stage.queued.map(({ mailboxId }) => mailboxId).toSorted()).toEqual(others.toSorted());
    expect(stage.logged).toContainEqual({
      event: 'roundTaskFailed',
      fields: { round: 'poll', failed: 1, error: new Error('not this one') },
    });
    const down = { publish: async () => Promise.reject(new Error('Pub/Sub is down')) };
    await expect(queuePoll({ ...stage.deps, jobs: down }, QUIET)).rejects.toThrow('Pub/Sub is down');
    expect(await queuePoll(stage.deps, QUIET)).toMatchObject({ outcome: 'finished', queued: 5 });
  });
});
