import type { LimitFunction } from 'p-limit';
import type { NotMarkedReason } from '../../domain/advice/readStateAdvice.ts';
import { untouched } from '../../domain/foldHistory.ts';
import type { Mailbox } from '../../domain/mailbox.ts';
import { letGoUnlessBehind } from '../../domain/mailboxTransitions.ts';
import type { Ingested } from '../../domain/planCommit.ts';
import { type CopyToMark, readStateChange } from '../../domain/readState.ts';
import { SyncError } from '../../domain/syncError.ts';
import type { SyncOutcome } from '../../domain/syncOutcome.ts';
import type { Agent } from '../../domain/tenancy.ts';
import type { Gmail } from '../../ports/gmail.ts';
import { catchUp } from '../catchUp.ts';
import { commitIngested } from '../commitIngested.ts';
import type { SyncDeps } from '../deps.ts';
import type { Progressed } from '../ingest.ts';
import { openAnnounced } from '../pacing/openAnnounced.ts';
import type { PacedGmail } from '../pacing/pacedGmail.ts';
import type { SyncRun } from '../syncRun.ts';
import { withLeaseSoon } from '../withLeaseSoon.ts';

/** How long a person waits for a mailbox that is being synced. */
const LEASE_PATIENCE_MS = 3_000;

/** How long they wait for what was notified meanwhile. */
const RUN_PATIENCE_MS = 30_000;

export interface MailboxToMark {
  readonly mailbox: Mailbox;
  /** Whose it is. */
  readonly agent: Agent;
  /** At most 1,000: one call. */
  readonly copies: readonly CopyToMark[];
  /** Mailboxes that are marked together have messages in common: one at a time writes, lest they get in each other's way. */
  readonly writing: LimitFunction;
}

export type MarkOutcome =
  | { readonly outcome: 'marked' }
  | NotMarkedReason
  /** What a repeat may heal. */
  | { readonly outcome: 'threw'; readonly error: unknown };

/**
 * Marks mails as read or unread in one mailbox: in Gmail, and then here. Both happen under the lease, so that whoever
 * reads Gmail's history after our own write has our change in it as well: a write without the lease could follow a delta
 * that has already seen the person's newer change, and would stay wrong for ever. Where the lease cannot be had Gmail
 * alone is told, and its history tells us.
 */
export async function markMailbox(deps: SyncDeps, to: MailboxToMark, read: boolean): Promise<MarkOutcome> {
  const marking = new Marking(deps, to, read);
  try {
    const outcome = await withLeaseSoon(
      LEASE_PATIENCE_MS,
      hurried(deps),
      to.mailbox.mailboxId,
      { reason: 'markRead' },
      (run, gmail) => marking.underLease(run, gmail),
    );
    if (!marking.isToldToGmail && isLeftToHistory(outcome, to.mailbox, deps.clock.now()))
      await marking.tellGmail(await openAnnounced(deps, to.mailbox));
    return marking.isToldToGmail ? { outcome: 'marked' } : reasonOf(outcome);
  } catch (error) {
    // What Gmail knows comes here with its history.
    if (marking.isToldToGmail) return { outcome: 'marked' };
    if (error instanceof SyncError && !error.retryable) return { outcome: 'failed', code: error.code };
    return { outcome: 'threw', error };
  }
}

class Marking {
  isToldToGmail = false;
  readonly #deps: SyncDeps;
  readonly #to: MailboxToMark;
  readonly #read: boolean;

  constructor(deps: SyncDeps, to: MailboxToMark, read: boolean) {
    this.#deps = deps;
    this.#to = to;
    this.#read = read;
  }

  async tellGmail(gmail: Gmail): Promise<void> {
    const ids = this.#to.copies.map(({ gmailId }) => gmailId);
    await gmail.modifyLabels(ids, readStateChange(this.#read));
    this.isToldToGmail = true;
  }

  async underLease(run: SyncRun, gmail: PacedGmail): Promise<Progressed> {
    // The lease was lost after Gmail had been told: by now the person may have changed their mind there.
    if (this.isToldToGmail) return catchUp(run, gmail);
    const isStillTheirs = run.mailbox.uid === this.#to.agent.uid;
    if (isStillTheirs) await this.tellGmail(gmail);
    const written = isStillTheirs ? this.#changes() : [];
    await this.#to.writing(() => commitIngested(run, written, letGoUnlessBehind(this.#deps.clock.now())));
    return run.isOver ? 'done' : catchUp(run, gmail);
  }

  #changes(): readonly Ingested[] {
    const { add: labelsAdded, remove: labelsRemoved } = readStateChange(this.#read);
    return this.#to.copies.map(({ messageId, gmailId: id, threadId }) => ({
      type: 'change',
      messageIds: [messageId],
      effect: { ...untouched({ id, threadId }), labelsAdded, labelsRemoved },
      locationIds: this.#to.agent.locationIds,
    }));
  }
}

function hurried(deps: SyncDeps): SyncDeps {
  return { ...deps, settings: { ...deps.settings, runMs: Math.min(deps.settings.runMs, RUN_PATIENCE_MS) } };
}

/**
 * Whether a later delta is certain to bring what Gmail is told now: the run that has the mailbox is notified, and a
 * first sync ends with the history since before it began.
 */
function isLeftToHistory(outcome: SyncOutcome, { pausedUntil }: Mailbox, now: Date): boolean {
  if (outcome.outcome === 'busy') return true;
  const isResting = pausedUntil !== null && pausedUntil > now;
  return outcome.outcome === 'blocked' && outcome.status === 'backfilling' && !isResting;
}

function reasonOf(outcome: SyncOutcome): NotMarkedReason {
  switch (outcome.outcome) {
    case 'blocked':
      return { outcome: 'blocked', status: outcome.status };
    case 'paused':
      return { outcome: 'paused', until: outcome.until };
    case 'failed':
      return { outcome: 'failed', code: outcome.code };
    case 'synced':
    case 'continued':
    case 'upToDate':
    case 'busy':
    case 'unknown':
      return { outcome: 'notShared' };
    default:
      return outcome satisfies never;
  }
}
