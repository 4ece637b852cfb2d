import type { HistoryId } from './historyId.ts';
import { type Mailbox, RECOVERY_STEPS, type Recovery, type Settle } from './mailbox.ts';
import { AT_THE_BEGINNING } from './progress.ts';

/** Gmail's clock and ours may differ, and a mail can be dated before it arrives: what is listed twice costs little. */
const RECOVERY_OVERLAP_MS = 24 * 60 * 60_000;

/** A history that expires again this soon after a recovery does so for a reason that another one does not mend. */
const RECOVERY_REST_MS = 60 * 60_000;

/** Keeps a mailbox from recovering in a loop: at most once an hour, in between it fails and says so. */
export function mayRecover({ recovery, lastRecoveryAt }: Mailbox, now: Date): boolean {
  const last = recovery?.startedAt ?? lastRecoveryAt;
  return last === null || now.getTime() - last.getTime() >= RECOVERY_REST_MS;
}

/**
 * The pinned id precedes the listing, as in a backfill: nothing falls between listing and cursor. One that takes so
 * long that its own history expires begins again with the same gap.
 */
export const beginRecovery =
  (pin: HistoryId, now: Date): Settle =>
  (mailbox) => {
    const lastGood = mailbox.lastSyncAt ?? mailbox.connectedAt;
    const since = mailbox.recovery?.since ?? new Date(lastGood.getTime() - RECOVERY_OVERLAP_MS);
    const recovery: Recovery = { historyId: pin, reachedAt: now, since, startedAt: now, step: 'arrivals' };
    return { ...mailbox, recovery, progress: AT_THE_BEGINNING, delta: null };
  };

/** A step of the recovery is done. After the last one all that was missed is stored: the cursor catches up. */
export const nextRecoveryStep =
  (now: Date): Settle =>
  (mailbox) => {
    const { recovery, progress } = mailbox;
    if (mailbox.status !== 'live' || !recovery) return mailbox;
    const step = RECOVERY_STEPS[RECOVERY_STEPS.indexOf(recovery.step) + 1];
    if (step === undefined) {
      const { historyId, reachedAt: lastSyncAt } = recovery;
      return { ...mailbox, historyId, lastSyncAt, recovery: null, progress: null, lastRecoveryAt: now };
    }
    const { done, total } = progress ?? AT_THE_BEGINNING;
    const expected = step === 'changes' ? done + mailbox.counters.stored : total;
    return {
      ...mailbox,
      recovery: { ...recovery, step },
      progress: { done, total: Math.max(done, expected), pageToken: null },
    };
  };
