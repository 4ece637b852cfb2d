import type { RoundCounts } from '../../domain/rounds/round.ts';
import { type PollStepDeps, pollSteps } from './pollSteps.ts';
import type { RoundDeps } from './roundDeps.ts';
import type { RoundOptions } from './roundPlan.ts';
import { type RoundAnswer, runRound } from './runRound.ts';

export interface PollDeps extends RoundDeps, PollStepDeps {}

export type PollAnswer = Pick<RoundAnswer, 'outcome'> & ReturnType<typeof countsOf>;

/**
 * The fallback where no notification came: queues a job for every mailbox whose last run ended more than `quietMs` ago,
 * and for whatever else has stopped and should not have. One call at a time goes round; see `runRound`.
 */
export async function queuePoll(
  deps: PollDeps,
  { quietMs, ...options }: { readonly quietMs: number } & RoundOptions,
): Promise<PollAnswer> {
  const begunAt = deps.clock.now();
  const plan = {
    roundId: 'poll',
    steps: pollSteps(deps),
    before: new Date(begunAt.getTime() - quietMs),
    counts: countsOf({}),
  } as const;
  const { outcome, ...told } = await runRound(deps, plan, options);
  const counts = countsOf(told.counts);
  const durationMs = deps.clock.now().getTime() - begunAt.getTime();
  if (outcome !== 'busy') deps.log.event('pollFinished', { outcome, ...counts, durationMs });
  return { outcome, ...counts };
}

/** `queued`: mailboxes; `stuck` and `leaving` are some of them. */
function countsOf({
  queued = 0,
  paused = 0,
  stuck = 0,
  leaving = 0,
  histories = 0,
  imports = 0,
  audits = 0,
  relays = 0,
  failed = 0,
}: RoundCounts) {
  return { queued, paused, stuck, leaving, histories, imports, audits, relays, failed };
}
