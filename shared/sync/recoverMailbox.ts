import type { Recovery, RecoveryStep } from '../domain/mailbox.ts';
import { isBehind } from '../domain/mailboxTransitions.ts';
import { turnPage } from '../domain/progress.ts';
import { beginRecovery, earlier, mayRecover, nextRecoveryStep } from '../domain/recovery.ts';
import type { SyncError } from '../domain/syncError.ts';
import { ingest, type Progressed } from './ingest.ts';
import { listMail } from './listMail.ts';
import type { ReservingGmail } from './pacing/pacedGmail.ts';
import { reconcileCopies } from './reconcileCopies.ts';
import { retryStruck } from './retryStruck.ts';
import type { SyncRun } from './syncRun.ts';

const PAGE = 500;

/** Gmail empties spam and trash after 30 days: what was put there before can no longer have come back. */
const HIDDEN_MS = 31 * 24 * 60 * 60_000;

/**
 * Begins a recovery where Gmail no longer knows the cursor: pins a fresh one before anything is listed.
 * @throws SyncError historyExpired where the last recovery is so recent that another would be a loop
 */
export async function startRecovery(run: SyncRun, gmail: ReservingGmail, expired: SyncError): Promise<void> {
  const now = run.deps.clock.now();
  if (!mayRecover(run.mailbox, now)) throw expired;
  const { historyId } = await gmail.getProfile();
  await run.commit([], beginRecovery(historyId, now));
  run.deps.log.event('recoveryStarted', { mailboxId: run.mailbox.mailboxId, historyId });
}

/**
 * Does what is left of a recovery, page by page, until it is over, the run is out of time, or a delta is due: because a
 * notification has named what is newer, or by the clock. Each page is remembered on the mailbox with its last write, and the ledger keeps what is known from
 * being fetched again.
 */
export async function goOnRecovering(
  run: SyncRun,
  gmail: ReservingGmail,
  nextDelta: Date,
): Promise<Progressed> {
  const isDeltaDue = () => isBehind(run.mailbox) || run.deps.clock.now() >= nextDelta;
  for (let { recovery } = run.mailbox; recovery; { recovery } = run.mailbox) {
    const progressed = await STEPS[recovery.step]({ run, gmail, isDeltaDue }, recovery);
    if (progressed !== 'done') return progressed;
    if (!run.mailbox.recovery) break;
    if (run.isOutOfTime) return 'outOfTime';
    if (isDeltaDue()) return 'interrupted';
  }
  run.deps.log.event('recoveryFinished', { mailboxId: run.mailbox.mailboxId, stored: run.counts.stored });
  return 'done';
}

interface Recovering {
  readonly run: SyncRun;
  readonly gmail: ReservingGmail;
  readonly isDeltaDue: () => boolean;
}

type Step = (recovering: Recovering, recovery: Recovery) => Promise<Progressed>;

/** Each does one page of its work. */
const STEPS: Readonly<Record<RecoveryStep, Step>> = {
  arrivals: async (recovering, { since, anew }) => {
    // By the clock of who asked: should that be ahead, a run decides about nothing twice all the same.
    const decided = anew && { ...anew, before: earlier(anew.before, recovering.run.startedAt) };
    const which = {
      as: 'listed',
      maxResults: PAGE,
      after: since,
      ...(decided && { anew: decided }),
    } as const;
    return ingestPage(recovering, which);
  },
  returns: async (recovering, { since }) => {
    const retried = await retryStruck(recovering.run, recovering.gmail);
    if (retried !== 'done') return retried;
    const after = new Date(since.getTime() - HIDDEN_MS);
    return ingestPage(recovering, { as: 'seen', maxResults: PAGE, after, before: since });
  },
  changes: async ({ run, gmail, isDeltaDue }, { since, hasGap }) => {
    const { effects, size, nextPageToken } = await reconcileCopies(run, gmail, hasGap ? null : since);
    const last = turnPage({ size, estimate: 0, nextPageToken }, nextRecoveryStep(run.deps.clock.now()));
    return ingest(run, gmail, effects, { last, givesWay: isDeltaDue });
  },
};

async function ingestPage(
  { run, gmail, isDeltaDue }: Recovering,
  which: Parameters<typeof listMail>[2],
): Promise<Progressed> {
  const page = await listMail(run, gmail, which);
  const last = turnPage(page, nextRecoveryStep(run.deps.clock.now()));
  return ingest(run, gmail, page.effects, { last, givesWay: isDeltaDue });
}
