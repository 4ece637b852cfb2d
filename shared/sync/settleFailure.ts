import type { MailboxError, Settle } from '../domain/mailbox.ts';
import { giveUp, requireReauth } from '../domain/mailboxTransitions.ts';
import type { Run } from '../domain/run.ts';
import { SyncError } from '../domain/syncError.ts';
import type { SyncOutcome } from '../domain/syncOutcome.ts';
import type { SyncRun } from './syncRun.ts';

/** How long a mailbox rests when Gmail limits it and does not say until when; its quota counts by the minute. */
const PAUSE_MS = 60_000;

const LEASE_LOST: SyncOutcome = { outcome: 'busy', handedOver: false };

/**
 * Records on the mailbox why a run failed and lets the lease go; the cursor stays, so nothing is lost. What a
 * repeat may heal is thrown on, to the trigger's retry; what it cannot is returned as an outcome.
 */
export async function settleFailure(run: SyncRun, error: unknown): Promise<SyncOutcome> {
  if (SyncError.is(error, 'leaseLost')) return LEASE_LOST;
  const { log, clock } = run.deps;
  const { mailboxId } = run.mailbox;
  const reason = describeFailure(error, clock.now());
  if (SyncError.is(error, 'grantRevoked')) {
    if (!(await settle(run, requireReauth(reason, run.grantVersion), 'failed'))) return LEASE_LOST;
    log.event('grantRevoked', { mailboxId, agentId: run.mailbox.uid, operation: error.operation });
    return { outcome: 'blocked', status: run.mailbox.status };
  }
  if (SyncError.is(error, 'rateLimited') || SyncError.is(error, 'dailyLimitExceeded')) {
    const until = error.retryAt ?? new Date(reason.at.getTime() + PAUSE_MS);
    if (!(await settle(run, giveUp(reason, until), 'paused'))) return LEASE_LOST;
    const { code, operation } = error;
    log.event('mailboxPaused', { mailboxId, runId: run.runId, until, code, operation });
    return { outcome: 'paused', until };
  }
  if (!(await settle(run, giveUp(reason, null), 'failed'))) return LEASE_LOST;
  const retryable = !(error instanceof SyncError) || error.retryable;
  const { code, operation } = reason;
  log.event('syncFailed', { mailboxId, runId: run.runId, code, operation, retryable, error });
  if (retryable) throw error;
  return { outcome: 'failed', code: error.code };
}

/** What a mailbox is told of a failure. */
export function describeFailure(error: unknown, at: Date): MailboxError {
  return error instanceof SyncError
    ? { code: error.code, operation: error.operation, at }
    : { code: 'unexpected', operation: 'sync', at };
}

/**
 * Whether the failure is still this run's to tell: another may have the mailbox, or its agent may have disconnected
 * it and ended the grant under the run. The store itself may be what failed: then the lease runs out by itself.
 */
async function settle(run: SyncRun, change: Settle, outcome: Run['outcome']): Promise<boolean> {
  try {
    await run.commit([], change, { outcome });
  } catch (error) {
    if (SyncError.is(error, 'leaseLost')) return false;
    run.deps.log.event('unexpectedFailure', { mailboxId: run.mailbox.mailboxId, operation: 'settle', error });
  }
  return true;
}
