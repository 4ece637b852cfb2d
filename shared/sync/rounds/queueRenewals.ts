import { WATCH_ENDS_SOON_MS } from '../../domain/doctor/health.ts';
import type { MailboxId } from '../../domain/ids.ts';
import { PROJECT_SHARES } from '../../domain/quota/projectShares.ts';
import type { RoundCounts } from '../../domain/rounds/round.ts';
import type { JobQueue } from '../../ports/platform.ts';
import type { OverviewStore } from '../../ports/stores/overviewStore.ts';
import type { SyncSettings } from '../deps.ts';
import type { RoundDeps } from './roundDeps.ts';
import type { RoundOptions, RoundPlan, RoundStep, RoundTask } from './roundPlan.ts';
import { type RoundAnswer, runRound } from './runRound.ts';

/** A page waits until there is room for it, and no lease of a round may end meanwhile: a minute's share at most. */
const MOST_A_PAGE = 200;

/** A watch lives for a week. Renewed each day, it outlives six days on which that fails. */
const MARGIN_MS = 6.5 * 24 * 60 * 60_000;

export interface RenewalDeps extends RoundDeps {
  readonly overview: OverviewStore;
  readonly jobs: JobQueue;
  readonly settings: Pick<SyncSettings, 'topic' | 'units' | 'quota'>;
}

export type RenewalAnswer = Pick<RoundAnswer, 'outcome'> & ReturnType<typeof countsOf>;

/**
 * Queues a renewal for every watch that ends within the margin or has lapsed, and for every mailbox that has none,
 * because Gmail refused it before. One call at a time goes round; see `runRound`.
 */
export async function queueRenewals(deps: RenewalDeps, options: RoundOptions = {}): Promise<RenewalAnswer> {
  // Where there is no topic, there is nothing to renew: mailboxes are only polled.
  if (deps.settings.topic === undefined) return { outcome: 'idle', ...countsOf({}) };
  const plan: RoundPlan = {
    roundId: 'renewals',
    steps: renewalSteps(deps),
    before: new Date(deps.clock.now().getTime() + MARGIN_MS),
    counts: countsOf({}),
  };
  const { outcome, ...told } = await runRound(deps, plan, options);
  const counts = countsOf(told.counts);
  if (outcome !== 'busy' && outcome !== 'idle') deps.log.event('renewalsQueued', { outcome, ...counts });
  return { outcome, ...counts };
}

/** `queued` includes those whose watch has `lapsed`, those of which it ends soon, and those that have none. */
const countsOf = ({ queued = 0, lapsed = 0, ending = 0, unwatched = 0, failed = 0 }: RoundCounts) => ({
  queued,
  lapsed,
  ending,
  unwatched,
  failed,
});

function countOf(leftMs: number): RoundCounts {
  if (leftMs <= 0) return { lapsed: 1 };
  return leftMs <= WATCH_ENDS_SOON_MS ? { ending: 1 } : {};
}

function renewalSteps({ overview, jobs, settings: { units, quota } }: RenewalDeps): RoundPlan['steps'] {
  const perMinute = (quota.project * PROJECT_SHARES.renewals) / (units.watch + units['settings.sendAs.list']);
  const spread = { page: Math.max(1, Math.min(MOST_A_PAGE, Math.floor(perMinute))), perMinute };
  const task = (mailboxId: MailboxId, counts: RoundCounts): RoundTask => ({
    counts: { queued: 1, ...counts },
    run: () => jobs.publish({ type: 'watch', mailboxId }),
  });
  const ending: RoundStep = {
    ...spread,
    name: 'ending',
    visit: async ({ now, round: { before }, ...page }) => {
      const { items, next } = await overview.watchesEnding({ ...page, before });
      const tasks = items.map((mailbox) => {
        const leftMs =
          'watch' in mailbox && mailbox.watch ? mailbox.watch.expiresAt.getTime() - now.getTime() : Infinity;
        return task(mailbox.mailboxId, countOf(leftMs));
      });
      return { tasks, next };
    },
  };
  const unwatched: RoundStep = {
    ...spread,
    name: 'unwatched',
    visit: async (page) => {
      const { items, next } = await overview.unwatchedMailboxes(page);
      return { tasks: items.map(({ mailboxId }) => task(mailboxId, { unwatched: 1 })), next };
    },
  };
  return [ending, unwatched];
}
