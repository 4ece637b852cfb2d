import {
  callEnd,
  finishRound,
  leaveRound,
  type Round,
  type RoundCounts,
  type RoundPlace,
  renewsAt,
  takeRound,
  turnRoundPage,
} from '../../domain/rounds/round.ts';
import { turnOf } from '../../domain/rounds/spread.ts';
import type { RoundDeps } from './roundDeps.ts';
import type { RoundOptions, RoundPlan, RoundStep, RoundTask } from './roundPlan.ts';

/** By then mailboxes are due that the round did not know. */
const OLD_MS = 10 * 60_000;

/**
 * `busy`: another call is at it. `continued`: out of time, the next call goes on. `overtaken`: another call has taken it
 * over, because this one was too slow. `idle`: nothing has stopped half way.
 */
export interface RoundAnswer {
  readonly outcome: 'finished' | 'continued' | 'busy' | 'overtaken' | 'idle';
  readonly counts: RoundCounts;
}

/** Goes round as the only call that does, from where the one before has stopped; holds one page at a time. */
export async function runRound(
  deps: RoundDeps,
  plan: RoundPlan,
  { begins = true, endsAt = callEnd(deps.clock.now()) }: RoundOptions = {},
): Promise<RoundAnswer> {
  const { rounds, clock, random, log } = deps;
  const { roundId, before, counts } = plan;
  const [first, ...others] = plan.steps;
  const steps = [first.name, ...others.map(({ name }) => name)] as const;
  const holder = random.id();
  const request = { roundId, holder, now: clock.now(), before, steps, counts, begins };
  const taken = await rounds.changeRound(roundId, takeRound(request));
  if (!taken) return { outcome: 'idle', counts };
  if (taken.holder !== holder) {
    log.event('roundBusy', { round: roundId, until: taken.expiresAt ?? undefined });
    return { outcome: 'busy', counts };
  }
  try {
    const answer = await new RoundRun(deps, plan, taken).toTheEnd(endsAt);
    // What another call had left is done: what has become due since then has a round of its own.
    const isOld = before.getTime() - taken.before.getTime() >= OLD_MS;
    const isForAnother = begins && isOld && answer.outcome === 'finished' && clock.now() < endsAt;
    return isForAnother ? await runRound(deps, plan, { begins, endsAt }) : answer;
  } catch (error) {
    // Where that fails as well, the lease runs out.
    await rounds.changeRound(roundId, leaveRound(holder)).catch(() => {});
    throw error;
  }
}

class RoundRun {
  readonly #deps: RoundDeps;
  readonly #plan: RoundPlan;
  #round: Round;
  #step: RoundStep;
  #counts: RoundCounts;
  #spokenFor = new Date(0);

  constructor(deps: RoundDeps, plan: RoundPlan, round: Round) {
    this.#deps = deps;
    this.#plan = plan;
    this.#round = round;
    this.#counts = { ...plan.counts, ...round.counts };
    this.#step = plan.steps.find(({ name }) => name === round.place.step) ?? plan.steps[0];
  }

  async toTheEnd(endsAt: Date): Promise<RoundAnswer> {
    let { place } = this.#round;
    while (this.#now < endsAt) {
      const { after } = place;
      const page = { limit: this.#step.page, round: this.#round, now: this.#now, ...(after && { after }) };
      const { tasks, counts = {}, next } = await this.#step.visit(page);
      await this.#carryOut(tasks);
      this.#count(counts);
      const further = this.#behind(next);
      if (!further) return this.#answer((await this.#finish(place)) ? 'finished' : 'overtaken');
      place = further;
      const isDue = tasks.length > 0 || this.#now >= renewsAt(this.#round);
      if (isDue && !(await this.#turn(place))) return this.#answer('overtaken');
    }
    return this.#answer((await this.#leave(place)) ? 'continued' : 'overtaken');
  }

  get #now(): Date {
    return this.#deps.clock.now();
  }

  /**
   * What one mailbox fails with must not stop the others; where all of the first step do, it is worth calling again. What
   * is left of the later steps, the next round visits.
   */
  async #carryOut(tasks: readonly RoundTask[]): Promise<void> {
    if (tasks.length === 0) return;
    const asked = { jobs: tasks.length, spokenFor: this.#spokenFor, now: this.#now };
    const { at, spokenFor } = turnOf(this.#step, asked);
    this.#spokenFor = spokenFor;
    const wait = at.getTime() - asked.now.getTime();
    if (wait > 0) await this.#deps.clock.sleep(wait);
    const results = await Promise.allSettled(tasks.map((task) => task.run()));
    const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    const isFirst = this.#step === this.#plan.steps[0];
    if (isFirst && failures.length === tasks.length) throw failures[0];
    tasks.forEach(({ counts }, index) => {
      this.#count(results[index]?.status === 'fulfilled' ? counts : { failed: 1 });
    });
    const [error] = failures;
    if (failures.length > 0)
      this.#deps.log.event('roundTaskFailed', { round: this.#plan.roundId, failed: failures.length, error });
  }

  #count(counts: RoundCounts): void {
    const sums = { ...this.#counts };
    for (const [name, count] of Object.entries(counts)) sums[name] = (sums[name] ?? 0) + count;
    this.#counts = sums;
  }

  /** Undefined behind the last page of the last step. */
  #behind(next: string | null): RoundPlace | undefined {
    if (next !== null) return { step: this.#step.name, after: next };
    const { steps } = this.#plan;
    const following = steps[steps.indexOf(this.#step) + 1];
    if (!following) return undefined;
    this.#step = following;
    this.#spokenFor = new Date(0);
    return { step: following.name, after: null };
  }

  #turn(place: RoundPlace): Promise<boolean> {
    const { holder } = this.#round;
    return this.#change(turnRoundPage(holder, { place, counts: this.#counts }, this.#now));
  }

  #finish(place: RoundPlace): Promise<boolean> {
    const { holder } = this.#round;
    return this.#change(finishRound(holder, { place, counts: this.#counts }, this.#now));
  }

  #leave(place: RoundPlace): Promise<boolean> {
    const { holder } = this.#round;
    return this.#change(leaveRound(holder, { place, counts: this.#counts, movedAt: this.#now }));
  }

  async #change(change: (round: Round | undefined) => Round | undefined): Promise<boolean> {
    const round = await this.#deps.rounds.changeRound(this.#plan.roundId, change);
    if (round) this.#round = round;
    return round !== undefined;
  }

  #answer(outcome: RoundAnswer['outcome']): RoundAnswer {
    return { outcome, counts: this.#counts };
  }
}
