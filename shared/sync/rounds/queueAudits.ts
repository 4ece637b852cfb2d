import { WEEKLY_DAYS } from '../../domain/audit/audit.ts';
import { AuditId } from '../../domain/ids.ts';
import type { RoundCounts } from '../../domain/rounds/round.ts';
import type { JobQueue } from '../../ports/platform.ts';
import type { OverviewStore } from '../../ports/stores/overviewStore.ts';
import type { RoundDeps } from './roundDeps.ts';
import type { RoundOptions, RoundPlan, RoundStep } from './roundPlan.ts';
import { type RoundAnswer, runRound } from './runRound.ts';

const PAGE = 200;

/** Leaves the workers and the project's quota to the mail that comes. */
const PER_MINUTE = 1_000;

export interface AuditRoundDeps extends RoundDeps {
  readonly overview: OverviewStore;
  readonly jobs: JobQueue;
}

export type AuditRoundAnswer = Pick<RoundAnswer, 'outcome'> & ReturnType<typeof countsOf>;

/**
 * Queues one audit for every live mailbox; called twice on a day, the audits are the same. One call at a time goes
 * round; see `runRound`.
 */
export async function queueAudits(
  deps: AuditRoundDeps,
  options: RoundOptions = {},
): Promise<AuditRoundAnswer> {
  const plan: RoundPlan = {
    roundId: 'audits',
    steps: [liveStep(deps)],
    before: deps.clock.now(),
    counts: countsOf({}),
  };
  const { outcome, ...told } = await runRound(deps, plan, options);
  const counts = countsOf(told.counts);
  if (outcome !== 'busy' && outcome !== 'idle') deps.log.event('auditsQueued', { outcome, ...counts });
  return { outcome, ...counts };
}

const countsOf = ({ queued = 0, failed = 0 }: RoundCounts) => ({ queued, failed });

const liveStep = ({ overview, jobs }: AuditRoundDeps): RoundStep => ({
  name: 'live',
  page: PAGE,
  perMinute: PER_MINUTE,
  visit: async ({ limit, after, round: { startedAt } }) => {
    const { items, next } = await overview.liveMailboxes({ limit, ...(after && { after }) });
    const day = startedAt.toISOString().slice(0, 'YYYY-MM-DD'.length);
    const tasks = items.map(({ mailboxId }) => {
      const auditId = AuditId.of(mailboxId, day);
      return {
        counts: { queued: 1 },
        run: () => jobs.publish({ type: 'audit', mailboxId, auditId, days: WEEKLY_DAYS, repair: false }),
      };
    });
    return { tasks, next };
  },
});
