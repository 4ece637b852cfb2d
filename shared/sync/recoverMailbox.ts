import { isZero, type Recovery } from '../domain/mailbox.ts';
import { beginRecovery, endRecovery, mayRecover, type Settle } from '../domain/mailboxTransitions.ts';
import type { SyncError } from '../domain/syncError.ts';
import type { Gmail } from '../ports.ts';
import { ingest, type Progressed } from './ingest.ts';
import { listMail } from './listMail.ts';
import type { SyncRun } from './syncRun.ts';

const unchanged: Settle = (mailbox) => mailbox;

/**
 * Begins a recovery where Gmail no longer knows the cursor: pins a fresh one before anything is listed.
 * @throws SyncError historyExpired where the last recovery is so recent that another would be a loop
 */
export async function startRecovery(run: SyncRun, gmail: Gmail, expired: SyncError): Promise<void> {
  const now = run.deps.clock.now();
  if (!mayRecover(run.mailbox, now)) throw expired;
  const { historyId } = await gmail.getProfile();
  await run.commit([], beginRecovery(historyId, now));
  run.deps.log.event('recoveryStarted', { mailboxId: run.mailbox.mailboxId, historyId });
}

/**
 * Stores what arrived since the last good sync, page by page, and moves the cursor to the pin. The ledger keeps what
 * is known from being fetched again, so that a recovery of many runs lists again but never fetches twice.
 */
export async function goOnRecovering(run: SyncRun, gmail: Gmail, { since }: Recovery): Promise<Progressed> {
  for await (const page of listMail(gmail, { after: since })) {
    // A run that has only met what is known goes on: it would do no more the next time.
    if (run.isOutOfTime && !isZero(run.counts)) return 'outOfTime';
    const progressed = await ingest(run, gmail, page, { last: unchanged });
    if (progressed === 'outOfTime') return progressed;
  }
  await run.commit([], endRecovery(run.deps.clock.now()));
  run.deps.log.event('recoveryFinished', { mailboxId: run.mailbox.mailboxId, stored: run.counts.stored });
  return 'done';
}
