import { HistoryId } from '../../../shared/domain/historyId.ts';
import type { Job } from '../../../shared/domain/jobs.ts';
import type { SyncTrigger } from '../../../shared/domain/lease.ts';
import type { SyncDeps } from '../../../shared/sync/deps.ts';
import { runJob } from '../../../shared/sync/runJob.ts';
import { syncMailbox } from '../../../shared/sync/syncMailbox.ts';
import { mortal } from '../mortal.ts';
import { everyAwait } from './everyAwait.ts';
import { playMail } from './playMail.ts';
import { Stage } from './stage.ts';
import type { Run, RunStep } from './story.ts';
import type { Universe } from './universe.ts';

/** Longer than a lease. */
const LEASE_IS_OVER_MS = 5 * 60_000;

/** An id that Gmail never gave: the highest that there can be. */
const ABSURD = HistoryId.of('18446744073709551615');

/** Plays the runs of one moment to their ends, whatever these are. */
export async function playRuns(universe: Universe, { runs, order, meanwhile }: RunStep): Promise<void> {
  const stage = new Stage();
  const hanging = Promise.withResolvers<void>();
  const deps = everyAwait(universe.deps, stage.operation);
  const begun = runs.map((run) => ({ run, job: jobOf(universe, run) }));
  const done: Job[] = [];
  for (const { run, job } of begun) {
    stage.enter(async () => {
      await begin(universe, run, job, fated(deps, run, hanging.promise));
      // Acknowledged only now: a job whose run fails or dies is delivered again.
      if (job) done.push(job);
    });
  }
  const events = [...meanwhile].sort((a, b) => a.after - b.after);
  const playEvents = (operations: number) => {
    for (let [event] = events; event && event.after <= operations; [event] = events) {
      events.shift();
      playMail(universe, event.step);
    }
  };
  // While one hangs, its lease runs out, and another run of its mailbox works in its place.
  const takeOvers = begun.flatMap(({ run, job }) =>
    hangs(run) ? [job?.mailboxId ?? universe.box(run.box).mailboxId] : [],
  );
  await stage.play({
    choose: order && ((turn, of) => (order[turn % order.length] ?? 0) % Math.max(of, 1)),
    between: playEvents,
    hung: () => {
      const mailboxId = takeOvers.shift();
      if (!mailboxId) return hanging.resolve();
      playEvents(Number.POSITIVE_INFINITY);
      universe.ground.clock.pass(LEASE_IS_OVER_MS);
      stage.enter(() => runJob(deps, { type: 'initial', mailboxId }));
    },
  });
  playEvents(Number.POSITIVE_INFINITY);
  for (const job of done) take(universe.queue, job);
}

const jobOf = ({ queue }: Universe, { by, nth }: Run): Job | undefined =>
  by === 'job' ? queue[nth % Math.max(queue.length, 1)] : undefined;

const hangs = ({ fate }: Run): boolean => fate?.kind === 'hangs' || fate?.kind === 'hearsLate';

function fated(deps: SyncDeps, { fate, hurried }: Run, goesOn: Promise<void>): SyncDeps {
  const settings = hurried ? { ...deps.settings, runMs: 0 } : deps.settings;
  const process = { ...deps, settings };
  return fate ? mortal(process, { ...fate, goesOn }) : process;
}

async function begin(universe: Universe, run: Run, job: Job | undefined, deps: SyncDeps): Promise<void> {
  if (job) await runJob(deps, job);
  else await syncMailbox(deps, universe.box(run.box).mailboxId, triggerOf(universe, run));
}

function triggerOf(universe: Universe, run: Run): SyncTrigger {
  const { account, pastHistoryIds } = universe.box(run.box);
  switch (run.by) {
    case 'push':
      return { reason: 'push', historyId: HistoryId.of(account.historyId) };
    case 'stalePush': {
      const stale = pastHistoryIds.at(-1 - (run.nth % pastHistoryIds.length));
      return { reason: 'push', historyId: HistoryId.of(stale ?? account.historyId) };
    }
    case 'absurdPush':
      return { reason: 'push', historyId: ABSURD };
    case 'syncNow':
      return { reason: 'syncNow' };
    case 'poll':
    case 'job':
      return { reason: 'poll' };
    default:
      return run.by satisfies never;
  }
}

function take(queue: Job[], job: Job): void {
  const at = queue.indexOf(job);
  if (at >= 0) queue.splice(at, 1);
}
