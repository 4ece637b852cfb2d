import type { MailboxError } from '../domain/mailbox.ts';
import { giveUp, requireReauth, type Settle } from '../domain/mailboxTransitions.ts';
import type { Run } from '../domain/run.ts';
import { SyncError } from '../domain/syncError.ts';
import type { SyncOutcome } from '../domain/syncOutcome.ts';
import type { SyncRun } from './syncRun.ts';

/** How long a mailbox rests when Gmail limits it and does not say until when; its quota counts by the minute. */
const PAUSE_MS = 60_000;

/**
 * Records on the mailbox why a run failed and lets the lease go; the cursor stays, so nothing is lost. What a
 * repeat may heal is thrown on, to the trigger's retry; what it cannot is returned as an outcome.
 */
export async function settleFailure(run: SyncRun, error: unknown): Promise<SyncOutcome> {
  if (SyncError.is(error, 'leaseLost')) return { outcome: 'busy', handedOver: false };
  const { log, clock } = run.deps;
  const { mailboxId } = run.mailbox;
  const reason = describeFailure(error, clock.now());
  if (SyncError.is(error, 'grantRevoked')) {
    await settle(run, requireReauth(reason, run.grantVersion), 'failed');
    log.event('grantRevoked', { mailboxId });
    return { outcome: 'blocked', status: run.mailbox.status };
  }
  if (SyncError.is(error, 'rateLimited') || SyncError.is(error, 'dailyLimitExceeded')) {
    const until = error.retryAt ?? new Date(reason.at.getTime() + PAUSE_MS);
    await settle(run, giveUp(reason, until), 'paused');
    log.event('mailboxPaused', { mailboxId, until, code: error.code });
    return { outcome: 'paused', until };
  }
  await settle(run, giveUp(reason, null), 'failed');
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

/** The store itself may be what failed: then the lease runs out by itself, and the first failure is the one to tell. */
async function settle(run: SyncRun, change: Settle, outcome: Run['outcome']): Promise<void> {
  try {
    await run.commit([], change, outcome);
  } catch (error) {
    run.deps.log.event('unexpectedFailure', { mailboxId: run.mailbox.mailboxId, operation: 'settle', error });
  }
}
