import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { readConfig } from '../../../functions/config.ts';
import { HistoryId } from '../../../shared/domain/historyId.ts';
import { nextStart } from '../../../shared/domain/outbox/relayPace.ts';
import { callEnd } from '../../../shared/domain/rounds/round.ts';
import type { QuotaStore } from '../../../shared/ports/stores/quotaStore.ts';
import { createProjectBudget } from '../../../shared/sync/pacing/projectBudget.ts';
import { queueAudits } from '../../../shared/sync/rounds/queueAudits.ts';
import { queuePoll } from '../../../shared/sync/rounds/queuePoll.ts';
import { queueRenewals } from '../../../shared/sync/rounds/queueRenewals.ts';
import { assumed } from '../../bench/costs/assumptions.ts';
import { DESIGN } from '../../bench/costs/design.ts';
import { aMailbox } from '../../support/builders.ts';
import { memoryStore } from '../../support/memory-store/memoryStore.ts';
import { roundStage } from '../../support/rounds/roundStage.ts';
import { TestClock } from '../../support/universe/testClock.ts';

const PAGES = 5;

/** A round over so many full pages of mailboxes: how many a page has, and how many are queued a minute. */
async function paceOf(round: (deps: ReturnType<typeof aRound>['deps']) => Promise<unknown>) {
  const { deps, clock, pages } = aRound();
  const before = clock.now().getTime();
  await round(deps);
  const minutes = (clock.now().getTime() - before) / 60_000;
  const [page = 0, ...others] = pages;
  return { page, perMinute: others.reduce((sum, jobs) => sum + jobs, 0) / minutes };
}

/** Its listings answer mailboxes for as many pages as are wanted, whatever is asked of them. */
function aRound() {
  const clock = new TestClock();
  const pages: number[] = [];
  const { deps } = roundStage({ store: memoryStore(), clock });
  const listing = async ({ limit }: { limit: number }) => {
    const items = Array.from({ length: limit }, () =>
      aMailbox({ status: 'live', historyId: HistoryId.of('1000'), watch: null }, { lastRunAt: new Date(0) }),
    );
    pages.push(limit);
    return { items, next: pages.length < PAGES ? JSON.stringify([pages.length, 0, 'x']) : null };
  };
  const empty = async () => ({ items: [], next: null });
  const overview = {
    ...deps.overview,
    quietMailboxes: listing,
    liveMailboxes: listing,
    watchesEnding: listing,
    unwatchedMailboxes: empty,
    leavingMailboxes: empty,
  };
  return { clock, pages, deps: { ...deps, overview } };
}

describe('what costs are reckoned with is what the code does', () => {
  test.each([
    [
      'poll',
      DESIGN.pollsPerMinute,
      (deps: ReturnType<typeof aRound>['deps']) => queuePoll(deps, { quietMs: 0 }),
    ],
    ['renewals', DESIGN.renewalsPerMinute, (deps: ReturnType<typeof aRound>['deps']) => queueRenewals(deps)],
    ['audits', DESIGN.auditsPerMinute, (deps: ReturnType<typeof aRound>['deps']) => queueAudits(deps)],
  ] as const)('the pace of the %s', async (_, perMinute, round) => {
    const pace = await paceOf(round);
    expect(pace.page).toBe(DESIGN.roundPage);
    expect(pace.perMinute / perMinute).toBeCloseTo(1, 3);
  });

  test('how long a call goes on', () => {
    const now = new Date(0);
    expect(callEnd(now).getTime()).toBe(DESIGN.callMinutes * 60_000);
  });

  test('the portions and the share of the budget for work that can wait', async () => {
    const asked: Parameters<QuotaStore['takeUnits']>[0][] = [];
    const store: QuotaStore = { takeUnits: async (request) => asked.push(request) > 0 };
    const quota = { project: DESIGN.projectUnitsPerMinute };
    await createProjectBudget({ store, clock: new TestClock(), quota }).take(20);
    expect(asked).toMatchObject([
      { units: DESIGN.budgetPortion, limit: DESIGN.bulkShare * DESIGN.projectUnitsPerMinute },
    ]);
  });

  test('that a quarter of the project’s minute is left for news while everything else goes on', () => {
    expect(DESIGN.bulkShare + DESIGN.renewalsShare).toBe(3 / 4);
  });

  test('how much an instance does at a time', () => {
    const key = Buffer.alloc(32).toString('base64');
    const { MAX_CONCURRENT_SYNCS } = readConfig({
      GOOGLE_CLOUD_PROJECT: 'p',
      GOOGLE_CLIENT_ID: 'id',
      GOOGLE_CLIENT_SECRET: 'secret',
      TOKEN_KEYRING: JSON.stringify({ current: 'k1', keys: { k1: key } }),
      CRON_SECRET: 'x'.repeat(16),
    });
    expect(MAX_CONCURRENT_SYNCS).toBe(DESIGN.syncsPerInstance);
    expect(assumed().together).toBeLessThanOrEqual(MAX_CONCURRENT_SYNCS);
  });

  test('how many instances a function has at the most', async () => {
    const variables = await readFile(new URL('../../../terraform/variables.tf', import.meta.url), 'utf8');
    const [, most] = /variable "max_instances" \{[^}]*default\s*=\s*(\d+)/.exec(variables) ?? [];
    expect(Number(most)).toBe(DESIGN.maxInstances);
  });

  test('how often Cloud Scheduler calls', () => {
    const { pollMinutes, renewalMinutes, auditMinutes } = DESIGN;
    const { pollMinutes: assumedPoll, renewalsPerDay, auditsPerWeek } = assumed();
    expect(assumedPoll).toBe(pollMinutes);
    expect(renewalsPerDay).toBe((24 * 60) / renewalMinutes);
    expect(auditsPerWeek).toBe((7 * 24 * 60) / auditMinutes);
  });

  test('how far apart calls to GHL are', () => {
    const now = new Date(0);
    const first = nextStart({ starts: [] }, undefined, now);
    const second = nextStart(first.pace, undefined, now);
    expect(second.at.getTime() - first.at.getTime()).toBe(DESIGN.ghlSpacingMs);
  });
});
