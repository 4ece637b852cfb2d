import type { MailboxId } from '../domain/ids.ts';
import type { Job } from '../domain/jobs.ts';
import type { SyncTrigger } from '../domain/lease.ts';
import type { Mailbox } from '../domain/mailbox.ts';
import { handOver, isBehind } from '../domain/mailboxTransitions.ts';
import { SyncError } from '../domain/syncError.ts';
import type { SyncOutcome } from '../domain/syncOutcome.ts';
import type { SyncDeps } from './deps.ts';
import type { Progressed } from './ingest.ts';
import { reportPutOff } from './pacing/orPutOff.ts';
import { type PacedGmail, pacedGmail } from './pacing/pacedGmail.ts';
import { settleFailure } from './settleFailure.ts';
import { LEASE_MS, SyncRun } from './syncRun.ts';

type Work = (run: SyncRun) => Promise<Progressed>;

/** `holdingLease` for work with the mailbox's Gmail. */
export function withLease(
  deps: SyncDeps,
  mailboxId: MailboxId,
  trigger: SyncTrigger,
  work: (run: SyncRun, gmail: PacedGmail) => Promise<Progressed>,
): Promise<SyncOutcome> {
  return holdingLease(deps, mailboxId, trigger, async (run) => {
    const gmail = await deps.gmail.open(run.mailbox);
    return work(run, pacedGmail(gmail, deps.settings.units, run.pacer));
  });
}

/**
 * Runs `work` as the only run on the mailbox, or says why it does not. `work` ends with a commit that lets the
 * lease go; when it throws, the failure is settled on the mailbox, and what may be repeated is thrown on.
 */
export async function holdingLease(
  deps: SyncDeps,
  mailboxId: MailboxId,
  trigger: SyncTrigger,
  work: Work,
): Promise<SyncOutcome> {
  const runId = deps.random.id();
  const startedAt = deps.clock.now();
  const lease = await deps.store.takeLease(mailboxId, {
    holder: runId,
    trigger,
    now: startedAt,
    expiresAt: new Date(startedAt.getTime() + LEASE_MS),
  });
  if (lease.outcome === 'busy') {
    deps.log.event('leaseBusy', { mailboxId, trigger: trigger.reason });
    return { outcome: 'busy', handedOver: lease.mailbox !== undefined };
  }
  if (lease.outcome !== 'taken') return lease;

  const { mailbox } = lease;
  const run = new SyncRun(deps, { mailbox, runId, reason: trigger.reason });
  deps.log.event('syncStarted', { mailboxId, runId, trigger: trigger.reason });
  try {
    const outcome = await attempt(run, work);
    run.finished(outcome.outcome);
    return outcome;
  } finally {
    await run.relaysWoken();
  }
}

async function attempt(run: SyncRun, work: Work): Promise<SyncOutcome> {
  try {
    const progressed = await work(run);
    if (progressed === 'outOfTime') await goOnLater(run);
    if (progressed === 'putOff') return await continueAt(run, run.mailbox.continuesAt);
    return { outcome: progressed === 'done' ? 'synced' : 'continued', counts: run.counts };
  } catch (error) {
    if (!SyncError.is(error, 'overBudget')) return settleFailure(run, error);
    return leaveForNow(run, error.retryAt);
  }
}

/** The lease goes first: a job that came before it would find it held. */
async function goOnLater(run: SyncRun): Promise<void> {
  const { clock, jobs } = run.deps;
  await run.commit([], handOver(clock.now()), { outcome: 'continued' });
  await jobs.publish(continuationOf(run.mailbox));
}

async function continueAt(run: SyncRun, at: Date | null): Promise<SyncOutcome> {
  const later = at ? { notBefore: at } : {};
  await run.deps.jobs.publish({ ...continuationOf(run.mailbox), ...later });
  return { outcome: 'continued', counts: run.counts, ...later };
}

/** There is no quota for a search or an audit: whoever asked for it comes again; news that came meanwhile need none. */
async function leaveForNow(run: SyncRun, at: Date | undefined): Promise<SyncOutcome> {
  try {
    reportPutOff(run, at);
    await run.commit([], handOver(run.deps.clock.now()), { outcome: 'continued' });
    if (isBehind(run.mailbox)) await run.deps.jobs.publish(continuationOf(run.mailbox));
    return { outcome: 'continued', counts: run.counts, ...(at && { notBefore: at }) };
  } catch (error) {
    return settleFailure(run, error);
  }
}

function continuationOf({ mailboxId, status }: Mailbox): Job {
  if (status === 'live') return { type: 'delta', mailboxId, reason: 'continuation' };
  return { type: status === 'disconnected' ? 'disconnect' : 'initial', mailboxId };
}
