import type { GmailQuota } from '../../domain/quota/gmailUnits.ts';
import { type Pace, slotFor } from '../../domain/quota/pace.ts';
import { addUsage, countedFrom, spend, type Usage } from '../../domain/quota/usage.ts';
import { SyncError } from '../../domain/syncError.ts';
import type { Clock } from '../../ports/platform.ts';
import type { ProjectBudget } from './projectBudget.ts';

/** A batch that has to wait longer leaves the mailbox to its news meanwhile. */
const BATCH_PATIENCE_MS = 5_000;

export interface PacerDeps {
  readonly clock: Clock;
  readonly budget: ProjectBudget;
  readonly quota: GmailQuota;
}

/**
 * Has a run's calls wait until the mailbox's quota has room for them. It knows what the runs before and other instances
 * have used from the mailbox's document, and what it uses itself is written there with each commit.
 */
export class Pacer {
  readonly #deps: PacerDeps;
  #usage: Usage;
  #unsaved: Usage = [];
  #evenAt = new Date(0);
  #units = 0;
  /** Of the project's budget. */
  #reserved = 0;

  constructor(deps: PacerDeps, usage: Usage) {
    this.#deps = deps;
    this.#usage = countedFrom(usage, deps.clock.now());
  }

  /** All units that were charged. */
  get units(): number {
    return this.#units;
  }

  /** What the mailbox's document does not have yet. */
  get unsaved(): Usage {
    return this.#unsaved;
  }

  /**
   * Returns when the call may be made.
   * @throws SyncError overBudget where the project's quota for work that can wait is used up for now
   */
  async charge(units: number, pace: Pace): Promise<void> {
    const { clock, quota } = this.#deps;
    await this.reserve(units, pace);
    if (pace !== 'news') this.#reserved -= units;
    const now = clock.now();
    const { at, nextEvenAt } = slotFor(
      this.#usage,
      { units, pace, now, evenAt: this.#evenAt },
      quota.mailbox,
    );
    if (pace === 'bulk') this.#evenAt = nextEvenAt;
    this.#usage = spend(this.#usage, units, at);
    this.#unsaved = spend(this.#unsaved, units, at);
    this.#units += units;
    if (at > now) await clock.sleep(at.getTime() - now.getTime());
  }

  /**
   * Takes from the project's budget what so many units need beside what is reserved already.
   * @throws SyncError overBudget, also where a piece of work in a batch would hold the lease for long to wait for the
   * mailbox's own quota
   */
  async reserve(units: number, pace: Pace): Promise<void> {
    const missing = units - this.#reserved;
    if (pace === 'news' || missing <= 0) return;
    if (pace === 'batch') this.#refuseToWait(missing);
    await this.#deps.budget.take(missing);
    this.#reserved += missing;
  }

  #refuseToWait(units: number): void {
    const { clock, quota } = this.#deps;
    const now = clock.now();
    const { at } = slotFor(this.#usage, { units, pace: 'batch', now, evenAt: now }, quota.mailbox);
    if (at.getTime() - now.getTime() <= BATCH_PATIENCE_MS) return;
    throw new SyncError('overBudget', 'gmail.quota', { retryAt: at });
  }

  /** `saved`, which was `unsaved` before, is on the mailbox now, with what others have used. */
  learn(saved: Usage, stored: Usage): void {
    const taken = saved.map(({ second, units }) => ({ second, units: -units }));
    this.#unsaved = addUsage(this.#unsaved, taken).filter(({ units }) => units !== 0);
    this.#usage = countedFrom(addUsage(stored, this.#unsaved), this.#deps.clock.now());
  }
}
