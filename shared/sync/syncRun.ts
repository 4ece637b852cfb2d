import type { SyncReason } from '../domain/lease.ts';
import {
  addCounters,
  type Counters,
  isZero,
  type Mailbox,
  NO_COUNTS,
  type Settle,
  subtractCounters,
} from '../domain/mailbox.ts';
import type { Ingested } from '../domain/planCommit.ts';
import { addUsage, countedFrom } from '../domain/quota/usage.ts';
import { type Run, runExpiry } from '../domain/run.ts';
import type { SyncOutcome } from '../domain/syncOutcome.ts';
import type { CommitBatch } from '../ports/stores/syncStore.ts';
import type { SyncDeps } from './deps.ts';
import { Pacer } from './pacing/pacer.ts';
import { wakeRelays } from './relay/relayWake.ts';
import { report } from './report.ts';

/**
 * Longer than the steps between two commits take unless Gmail hangs; every commit extends the lease. Where it runs
 * out all the same, the fence keeps this run from writing.
 */
export const LEASE_MS = 180_000;

/** One run that holds a mailbox's lease: everything that it writes goes through `commit`, under its fence. */
export class SyncRun {
  readonly deps: SyncDeps;
  readonly runId: string;
  /** The grant that this run's Gmail was opened with. */
  readonly grantVersion: number;
  readonly pacer: Pacer;
  readonly #reason: SyncReason;
  readonly #fence: number;
  #commits = 0;
  readonly #startedAt: Date;
  #mailbox: Mailbox;
  #counts: Counters = NO_COUNTS;
  readonly #wakes: Promise<void>[] = [];

  constructor(deps: SyncDeps, lease: { mailbox: Mailbox; runId: string; reason: SyncReason }) {
    this.deps = deps;
    this.runId = lease.runId;
    this.grantVersion = lease.mailbox.grantVersion;
    const { clock, budget, settings } = deps;
    this.pacer = new Pacer({ clock, budget, quota: settings.quota }, lease.mailbox.usage);
    this.#reason = lease.reason;
    this.#fence = lease.mailbox.lease.fence;
    this.#startedAt = deps.clock.now();
    this.#mailbox = lease.mailbox;
  }

  /** As of the last commit. */
  get mailbox(): Mailbox {
    return this.#mailbox;
  }

  /** What this run has stored and skipped so far. */
  get counts(): Counters {
    return this.#counts;
  }

  get startedAt(): Date {
    return this.#startedAt;
  }

  /** Whether what is left had better be done by the next run. */
  get isOutOfTime(): boolean {
    const { clock, settings } = this.deps;
    return clock.now().getTime() - this.#startedAt.getTime() >= settings.runMs;
  }

  /** Whether a job has it go on with a first sync or a recovery; others leave those to a job that is to come. */
  get isContinuation(): boolean {
    return this.#reason === 'initial' || this.#reason === 'continuation';
  }

  /** Whether the last commit let the lease go. */
  get isOver(): boolean {
    return this.#mailbox.lease.holder === null;
  }

  /** Writes the run's line to the log. */
  finished(outcome: SyncOutcome['outcome']): void {
    this.deps.log.event('syncFinished', {
      mailboxId: this.#mailbox.mailboxId,
      runId: this.runId,
      trigger: this.#reason,
      outcome,
      stored: this.#counts.stored,
      skipped: Object.values(this.#counts.skipped).reduce((sum, count) => sum + count, 0),
      units: this.pacer.units,
      durationMs: this.deps.clock.now().getTime() - this.#startedAt.getTime(),
    });
  }

  /** Whether whoever logs what was stored has been told: they are while the run goes on. */
  async relaysWoken(): Promise<void> {
    await Promise.all(this.#wakes);
  }

  async commit(
    ingested: readonly Ingested[],
    settle?: Settle,
    { outcome = 'synced', drop }: { outcome?: Run['outcome']; drop?: CommitBatch['drop'] } = {},
  ): Promise<void> {
    const now = this.deps.clock.now();
    const before = this.#mailbox.counters;
    const used = this.pacer.unsaved;
    this.#commits += 1;
    this.#mailbox = await this.deps.store.commit({
      mailboxId: this.#mailbox.mailboxId,
      fence: this.#fence,
      sequence: this.#commits,
      now,
      leaseUntil: new Date(now.getTime() + LEASE_MS),
      ingested,
      settle: (mailbox) => {
        const settled = settle?.(mailbox) ?? mailbox;
        return { ...settled, usage: countedFrom(addUsage(settled.usage, used), now) };
      },
      ...(drop && { drop }),
      run: (mailbox) =>
        mailbox.lease.holder === null ? this.#record(mailbox, before, outcome, now) : undefined,
    });
    this.pacer.learn(used, this.#mailbox.usage);
    this.#counts = addCounters(this.#counts, subtractCounters(this.#mailbox.counters, before));
    const about = { mailboxId: this.#mailbox.mailboxId, runId: this.runId, trigger: this.#reason };
    report(this.deps, about, ingested);
    this.#wakes.push(...wakeRelays(this.deps, ingested));
  }

  /**
   * A poll that found nothing leaves no record: there would be a hundred of them a day. Neither does the end of a
   * disconnection, which may just have deleted all records.
   */
  #record(mailbox: Mailbox, before: Counters, outcome: Run['outcome'], now: Date): Run | undefined {
    const counts = addCounters(this.#counts, subtractCounters(mailbox.counters, before));
    if (outcome === 'synced' && (isZero(counts) || this.#reason === 'disconnect')) return undefined;
    return {
      runId: this.runId,
      trigger: this.#reason,
      outcome,
      startedAt: this.#startedAt,
      finishedAt: now,
      historyId: 'historyId' in mailbox ? mailbox.historyId : null,
      counts,
      expireAt: runExpiry(now),
    };
  }
}
