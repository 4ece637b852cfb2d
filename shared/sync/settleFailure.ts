import type { MailboxError } from '../domain/mailbox.ts';
import { giveUp, requireReauth } from '../domain/mailboxTransitions.ts';
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
  const { log, clock } = run.deps;
  const { mailboxId } = run.mailbox;
  const now = clock.now();
  const reason = describe(error, now);
  if (SyncError.is(error, 'leaseLost')) {
    run.finished('busy');
    return { outcome: 'busy' };
  }
  if (SyncError.is(error, 'grantRevoked')) {
    await run.commit([], requireReauth(reason, run.mailbox.grantVersion), 'failed');
    log.event('grantRevoked', { mailboxId });
    run.finished('blocked');
    return { outcome: 'blocked', status: run.mailbox.status };
  }
  if (SyncError.is(error, 'rateLimited') || SyncError.is(error, 'dailyLimitExceeded')) {
    const until = error.retryAt ?? new Date(now.getTime() + PAUSE_MS);
    await run.commit([], giveUp(reason, until), 'paused');
    log.event('mailboxPaused', { mailboxId, until, code: error.code });
    run.finished('paused');
    return { outcome: 'paused', until };
  }
  await letGoIfPossible(run, reason);
  run.finished('failed');
  if (!(error instanceof SyncError) || error.retryable) throw error;
  log.event('unexpectedFailure', { mailboxId, code: error.code, operation: error.operation, error });
  return { outcome: 'failed', code: error.code };
}

/** The store itself may be what failed: then the lease runs out by itself, and the first failure is the one to tell. */
async function letGoIfPossible(run: SyncRun, reason: MailboxError): Promise<void> {
  try {
    await run.commit([], giveUp(reason, null), 'failed');
  } catch (error) {
    run.deps.log.event('unexpectedFailure', { mailboxId: run.mailbox.mailboxId, operation: 'letGo', error });
  }
}

function describe(error: unknown, at: Date): MailboxError {
  return error instanceof SyncError
    ? { code: error.code, operation: error.operation, at }
    : { code: 'unexpected', operation: 'sync', at };
}
