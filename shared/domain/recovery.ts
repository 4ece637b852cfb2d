import type { HistoryId } from './historyId.ts';
import { type Mailbox, RECOVERY_STEPS, type Recovery, type RecoveryStep, type Settle } from './mailbox.ts';
import { AT_THE_BEGINNING } from './progress.ts';

/** Gmail's clock and ours may differ, and a mail can be dated before it arrives: what is listed twice costs little. */
const RECOVERY_OVERLAP_MS = 24 * 60 * 60_000;

/** A history that expires again this soon after a recovery does so for a reason that another one does not mend. */
const RECOVERY_REST_MS = 60 * 60_000;

/** Keeps a mailbox from recovering in a loop: at most once an hour, in between it fails and says so. A resync is none. */
export function mayRecover({ recovery, lastRecoveryAt }: Mailbox, now: Date): boolean {
  const last = recovery?.hasGap ? recovery.startedAt : lastRecoveryAt;
  return last === null || now.getTime() - last.getTime() >= RECOVERY_REST_MS;
}

/**
 * The pinned id precedes the listing, as in a backfill: nothing falls between listing and cursor. One that takes so
 * long that its own history expires begins again with the same gap, and with what operations have asked for.
 */
export const beginRecovery =
  (pin: HistoryId, now: Date): Settle =>
  (mailbox) => {
    const lastGood = mailbox.lastSyncAt ?? mailbox.connectedAt;
    const gap = new Date(lastGood.getTime() - RECOVERY_OVERLAP_MS);
    const recovery: Recovery = {
      historyId: pin,
      reachedAt: now,
      since: earlier(gap, mailbox.recovery?.since),
      startedAt: now,
      step: 'arrivals',
      hasGap: true,
      anew: mailbox.recovery?.anew ?? null,
    };
    return { ...mailbox, recovery, progress: AT_THE_BEGINNING, delta: null };
  };

/** A step of the recovery is done. After the last one all that was missed is stored: the cursor catches up. */
export const nextRecoveryStep =
  (now: Date): Settle =>
  (mailbox) => {
    const { recovery, progress } = mailbox;
    if (mailbox.status !== 'live' || !recovery) return mailbox;
    const step = stepAfter(recovery);
    if (step === undefined) {
      const { historyId, reachedAt: lastSyncAt } = recovery;
      const lastRecoveryAt = recovery.hasGap ? now : mailbox.lastRecoveryAt;
      return { ...mailbox, historyId, lastSyncAt, recovery: null, progress: null, lastRecoveryAt };
    }
    const { done, total } = progress ?? AT_THE_BEGINNING;
    const stored = recovery.hasGap ? mailbox.counters.stored : Math.min(done, mailbox.counters.stored);
    const expected = step === 'changes' ? done + stored : total;
    return {
      ...mailbox,
      recovery: { ...recovery, step },
      progress: { done, total: Math.max(done, expected), pageToken: null },
    };
  };

/** Without a gap, what was hidden is told by history when it comes back. */
function stepAfter({ step, hasGap }: Recovery): RecoveryStep | undefined {
  const steps = RECOVERY_STEPS.filter((each) => hasGap || each !== 'returns');
  return steps[steps.indexOf(step) + 1];
}

export const earlier = (a: Date, b: Date | undefined): Date => (b && b < a ? b : a);
