import { failureAdvice } from '../../domain/advice/failureAdvice.ts';
import { pauseAdvice, statusAdvice } from '../../domain/advice/mailboxAdvice.ts';
import type { AgentId, MailboxId } from '../../domain/ids.ts';
import type { SyncOutcome } from '../../domain/syncOutcome.ts';
import type { SyncDeps } from '../deps.ts';
import { syncMailbox } from '../syncMailbox.ts';

/** A person waits for the answer, and clients of callables give up after 70 s: what is left then, a job does. */
const PATIENCE_MS = 30_000;

export interface SyncNowAnswer {
  readonly outcome: Exclude<SyncOutcome['outcome'], 'unknown'>;
  readonly stored: number;
  readonly skipped: number;
  /** The status that keeps the mailbox from syncing, or the code of what failed. */
  readonly reason?: string;
  /** When a pause ends, ISO 8601. */
  readonly until?: string;
  /** What it means to the agent, unless all is well. */
  readonly advice?: string;
}

/**
 * Syncs a mailbox because its agent asks for it, on the same path as every other sync. A mailbox that is another
 * agent's is as unknown as one that is not there.
 * @throws SyncError what a repeat may heal
 */
export async function syncNow(
  deps: SyncDeps,
  { mailboxId, uid }: { mailboxId: MailboxId; uid: AgentId },
): Promise<SyncNowAnswer | 'unknown'> {
  const mailbox = await deps.store.readMailbox(mailboxId);
  if (mailbox?.uid !== uid) return 'unknown';
  const settings = { ...deps.settings, runMs: Math.min(deps.settings.runMs, PATIENCE_MS) };
  const outcome = await syncMailbox({ ...deps, settings }, mailboxId, { reason: 'syncNow' });
  if (outcome.outcome === 'unknown') return 'unknown';
  return { outcome: outcome.outcome, ...countsOf(outcome), ...wordsFor(outcome) };
}

function countsOf(outcome: SyncOutcome): Pick<SyncNowAnswer, 'stored' | 'skipped'> {
  if (!('counts' in outcome)) return { stored: 0, skipped: 0 };
  const { stored, skipped } = outcome.counts;
  // A mail that came out of spam counts as one spam less: not what a person asks about.
  const more = Object.values(skipped).filter((count) => count > 0);
  return { stored, skipped: more.reduce((sum, count) => sum + count, 0) };
}

function wordsFor(
  outcome: Exclude<SyncOutcome, { outcome: 'unknown' }>,
): Pick<SyncNowAnswer, 'reason' | 'until' | 'advice'> {
  switch (outcome.outcome) {
    case 'synced':
    case 'upToDate':
      return {};
    case 'continued':
      return { advice: 'There is a lot of new mail: the rest is on its way.' };
    case 'busy':
      return { advice: 'The mailbox is being synced at this moment: what is new is on its way.' };
    case 'paused':
      return { until: outcome.until.toISOString(), advice: pauseAdvice(outcome.until) };
    case 'blocked':
      return { reason: outcome.status, advice: statusAdvice(outcome.status) };
    case 'failed':
      return { reason: outcome.code, advice: failureAdvice(outcome.code) };
    default:
      return outcome satisfies never;
  }
}
