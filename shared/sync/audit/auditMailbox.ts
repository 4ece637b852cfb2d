import {
  type Audit,
  beginAudit,
  type Found,
  noteFindings,
  stopAudit,
  turnAuditPage,
} from '../../domain/audit/audit.ts';
import { type ConversationId, GmailMessageId } from '../../domain/ids.ts';
import type { AuditJob } from '../../domain/jobs.ts';
import { letGoUnlessBehind } from '../../domain/mailboxTransitions.ts';
import type { SyncOutcome } from '../../domain/syncOutcome.ts';
import { catchUp } from '../catchUp.ts';
import type { SyncDeps } from '../deps.ts';
import type { Progressed } from '../ingest.ts';
import { chargedGmail } from '../pacing/chargedGmail.ts';
import type { PacedGmail } from '../pacing/pacedGmail.ts';
import type { SyncRun } from '../syncRun.ts';
import { withLeaseSoon } from '../withLeaseSoon.ts';
import { auditArrivals } from './auditArrivals.ts';
import { conversationsOf, wrongConversations } from './auditConversations.ts';
import { auditCopies } from './auditCopies.ts';
import type { AuditedPage, Auditing } from './auditing.ts';
import { repairAudited } from './repairAudited.ts';
import { reportAudit } from './reportAudit.ts';

/** An audit waits for whoever syncs: nobody waits for it. */
const LEASE_PATIENCE_MS = 30_000;

/** A third of what Gmail gives a mailbox. */
const UNITS_A_MINUTE = 2_000;

const STEPS: Readonly<Record<Audit['place']['step'], (auditing: Auditing) => Promise<AuditedPage>>> = {
  arrivals: auditArrivals,
  copies: auditCopies,
};

/**
 * Compares what Gmail lists of a mailbox with its ledger and messages, writes down what is unlike, and puts it right
 * where that is asked for. A delta comes first: what is merely not synced yet is no finding. Each page is looked at
 * under the lease, which is free between two of them; where it stopped, the audit's own document says. A mailbox that
 * Gmail limits, or that cannot be synced, is left alone until the next round. `onPage` is told after each page how far it
 * is.
 */
export async function auditMailbox(deps: SyncDeps, job: AuditJob, onPage?: OnPage): Promise<SyncOutcome> {
  const auditing = new AuditRun(deps, job, onPage);
  if (!(await auditing.begin())) return { outcome: 'upToDate' };
  for (;;) {
    const outcome = await auditing.next();
    switch (outcome.outcome) {
      case 'busy':
        return outcome;
      case 'synced':
      case 'continued':
        if (!auditing.isRunning) return outcome;
        if (outcome.outcome === 'continued' || auditing.isOutOfTime) {
          const notBefore = outcome.outcome === 'continued' ? outcome.notBefore : undefined;
          await deps.jobs.publish({ type: 'audit', ...job, notBefore });
          return { ...outcome, outcome: 'continued' };
        }
        await auditing.rest();
        break;
      case 'paused':
      case 'upToDate':
      case 'unknown':
        await auditing.stop(outcome.outcome);
        return outcome;
      case 'blocked':
        await auditing.stop(outcome.status);
        return outcome;
      case 'failed':
        await auditing.stop(outcome.code);
        return outcome;
      default:
        return outcome satisfies never;
    }
  }
}

/** `total` is as far as can be told: stored mail is looked at twice, from Gmail's side and from ours. */
type OnPage = (far: { done: number; total: number }) => void;

class AuditRun {
  readonly #deps: SyncDeps;
  readonly #job: AuditJob;
  readonly #onPage: OnPage | undefined;
  readonly #endsAt: number;
  readonly #checked = new Set<ConversationId>();
  #isCaughtUp = false;
  #hasLooked = false;
  #audit: Audit | undefined;
  #units = 0;

  constructor(deps: SyncDeps, job: AuditJob, onPage: OnPage | undefined) {
    this.#deps = deps;
    this.#job = job;
    this.#onPage = onPage;
    this.#endsAt = deps.clock.now().getTime() + deps.settings.runMs;
  }

  get isRunning(): boolean {
    return this.#audit?.outcome === 'running';
  }

  /** Never before it has looked at a page: a job that does nothing would be followed by another one like it. */
  get isOutOfTime(): boolean {
    return this.#hasLooked && this.#timeLeft === 0;
  }

  get #timeLeft(): number {
    return Math.max(0, this.#endsAt - this.#deps.clock.now().getTime());
  }

  /** Whether there is something to do: a job that is delivered twice is done once. */
  async begin(): Promise<boolean> {
    const { audits, clock } = this.#deps;
    const { auditId, mailboxId, days, repair } = this.#job;
    const asked = { auditId, mailboxId, days, repair, now: clock.now() };
    this.#audit = await audits.changeAudit(auditId, (existing) => beginAudit(existing, asked));
    return this.isRunning;
  }

  /** The delta, and then a page at a time. */
  async next(): Promise<SyncOutcome> {
    const deps = { ...this.#deps, settings: { ...this.#deps.settings, runMs: this.#timeLeft } };
    const work = this.#isCaughtUp ? (run: SyncRun, gmail: PacedGmail) => this.#page(run, gmail) : catchUp;
    const { mailboxId } = this.#job;
    const outcome = await withLeaseSoon(LEASE_PATIENCE_MS, deps, mailboxId, { reason: 'audit' }, work);
    this.#isCaughtUp ||= outcome.outcome === 'synced';
    return outcome;
  }

  /** For as long as it takes to have used no more than its share. */
  async rest(): Promise<void> {
    const due = Math.min(this.#timeLeft, (this.#units * 60_000) / UNITS_A_MINUTE);
    this.#units = 0;
    if (due > 0) await this.#deps.clock.sleep(due);
  }

  async stop(reason: string): Promise<void> {
    await this.#move(stopAudit(reason, this.#deps.clock.now()));
  }

  /** A recovery compares by itself, and comes first; and another job may have got the audit to its end. */
  async #page(run: SyncRun, gmail: PacedGmail): Promise<Progressed> {
    if (run.mailbox.recovery) return catchUp(run, gmail);
    this.#audit = await this.#deps.audits.readAudit(this.#job.auditId);
    if (this.#audit && this.isRunning) {
      const { units } = run.deps.settings;
      const inBatch = gmail.at('batch');
      const count = (used: number) => {
        this.#units += used;
      };
      const metered = { ...chargedGmail(inBatch, units, count), reserve: inBatch.reserve };
      const looking = { run, gmail: metered, audit: this.#audit, checked: this.#checked };
      if ((await this.#look(looking)) === 'outOfTime') return 'outOfTime';
    }
    await run.commit([], letGoUnlessBehind(this.#deps.clock.now()));
    return run.isOver ? 'done' : catchUp(run, gmail);
  }

  /** Left in the middle it is done again: what was noted stays noted, what is repaired is repaired. */
  async #look(auditing: Auditing): Promise<Progressed> {
    const { audits, clock } = this.#deps;
    const { audit } = auditing;
    const page = await STEPS[audit.place.step](auditing);
    this.#hasLooked = true;
    await this.#note(page.found);
    const noted = (this.#audit?.findings.dangling?.ids ?? []).map(GmailMessageId);
    if (audit.repair) {
      const repaired = await repairAudited(auditing, page, noted);
      if (repaired !== 'done') return repaired;
    }
    const isChanged = audit.repair && page.effects.length + noted.length > 0;
    const refs = isChanged
      ? await conversationsOf(auditing.run, [...new Set([...page.stored, ...noted])])
      : page.conversations;
    const { looked: conversations, wrong } = await wrongConversations(auditing, refs);
    await this.#note({ counts: wrong.map(({ conversationId }) => conversationId) });
    if (audit.repair) {
      for (const ref of wrong) await audits.checkConversation(ref, { repair: true, now: clock.now() });
    }
    const turned = { next: page.next, looked: { ...page.looked, conversations } };
    await this.#move(turnAuditPage(audit.place, turned, clock.now()));
    this.#tell(page.expected ?? 0);
    return 'done';
  }

  #tell(expected: number): void {
    if (!this.#audit) return;
    const { arrivals, copies } = this.#audit.looked;
    this.#onPage?.({ done: arrivals + copies, total: 2 * Math.max(expected, arrivals, copies) });
  }

  async #note(found: Found): Promise<void> {
    if (Object.values(found).some((ids) => ids.length > 0)) await this.#change(noteFindings(found));
  }

  /** Its end is told before it is written: told twice does less harm than never told. */
  async #move(change: (audit: Audit) => Audit): Promise<void> {
    const moved = this.#audit && change(this.#audit);
    if (this.isRunning && moved && moved.outcome !== 'running') reportAudit(this.#deps.log, moved);
    await this.#change(change);
  }

  async #change(change: (audit: Audit) => Audit): Promise<void> {
    const { audits } = this.#deps;
    this.#audit = await audits.changeAudit(this.#job.auditId, (audit) => audit && change(audit));
  }
}
