import { expect, test } from '@jest/globals';
import { HistoryId } from '../../shared/domain/historyId.ts';
import { queuePoll } from '../../shared/sync/rounds/queuePoll.ts';
import { aMailbox } from '../support/builders.ts';
import { countAwaits, type Fate, mortal } from '../support/mortal.ts';
import { roundStage } from '../support/rounds/roundStage.ts';
import { TestClock } from '../support/universe/testClock.ts';

const QUIET = { quietMs: 60_000 };
const LEASE_MS = 120_000;

/** Mailboxes of a page and a bit. */
function aStage() {
  const clock = new TestClock();
  const stage = roundStage({ clock });
  const ids = Array.from({ length: 210 }, () => {
    const live = { status: 'live', historyId: HistoryId.of('1'), watch: null } as const;
    const mailbox = aMailbox(live, { lastRunAt: new Date(clock.now().getTime() - 3_600_000) });
    stage.store.putMailbox(mailbox);
    return mailbox.mailboxId;
  });
  return { ...stage, ids };
}

/** One of each kind of await is enough of the hundreds that publish. */
async function fatedAwaits(): Promise<readonly number[]> {
  const { deps } = aStage();
  const counted = countAwaits(deps);
  await queuePoll(counted.deps, QUIET);
  return counted.awaits.flatMap((name, at) =>
    name !== 'jobs.publish' || counted.awaits[at - 1] !== name ? [at] : [],
  );
}

test.each(['dies', 'diesUnheard', 'repeats'] as const)(
  'a poll whose process %s, wherever it is, is gone on with: every mailbox is queued, one page at most twice',
  async (kind) => {
    const fated = await fatedAwaits();
    expect(fated.length).toBeGreaterThan(12);
    for (const at of fated) {
      const { deps, ids, queued, clock } = aStage();
      await queuePoll(mortal(deps, { at, kind }), QUIET).catch(() => {});
      clock.pass(LEASE_MS + 1);
      const { outcome } = await queuePoll(deps, QUIET);
      expect([at, outcome]).toEqual([at, 'finished']);
      expect(new Set(queued.map(({ mailboxId }) => mailboxId))).toEqual(new Set(ids));
      // Whoever dies over the last word of it has finished it: the next poll is another one.
      const isOver = kind !== 'dies' && at === fated.at(-1);
      const most = isOver || kind === 'repeats' ? 2 * ids.length + 1 : ids.length + 200;
      expect(queued.length).toBeLessThanOrEqual(most);
    }
  },
  60_000,
);

test.each(['hangs', 'hearsLate'] as const)(
  'a poll whose process %s until another one is done, wherever it is, ends, and spoils nothing',
  async (kind) => {
    for (const at of await fatedAwaits()) {
      const { deps, ids, queued, clock, store } = aStage();
      const gate = Promise.withResolvers<void>();
      const reached = Promise.withResolvers<void>();
      const fate: Fate = { at, kind, goesOn: gate.promise, reached: () => reached.resolve() };
      const slow = queuePoll(mortal(deps, fate), QUIET).catch(() => {});
      await Promise.race([reached.promise, slow]);
      await new Promise(setImmediate);
      clock.pass(LEASE_MS + 1);
      expect(await queuePoll(deps, QUIET)).toMatchObject({ outcome: 'finished' });
      gate.resolve();
      await slow;
      expect(new Set(queued.map(({ mailboxId }) => mailboxId))).toEqual(new Set(ids));
      const round = await store.changeRound('poll', (stored) => stored);
      expect([at, round?.finishedAt]).toEqual([at, expect.any(Date)]);
    }
  },
  60_000,
);
