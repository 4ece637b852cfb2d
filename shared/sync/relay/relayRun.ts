import type { GhlLink } from '../../domain/ghl.ts';
import type { LocationId, OutboxEntryId } from '../../domain/ids.ts';
import type { EntryError, OutboxEntry } from '../../domain/outbox/outbox.ts';
import { keepRelay, outagePause, type Relay, renewsAt } from '../../domain/outbox/relay.ts';
import { dailyPause, nextStart } from '../../domain/outbox/relayPace.ts';
import { SyncError } from '../../domain/syncError.ts';
import type { Ghl } from '../../ports/ghl.ts';
import type { Seen } from '../../ports/stores/seen.ts';
import type { RelayDeps } from './relayDeps.ts';

/** Why a run begins nothing any more. */
export type Halt =
  | { readonly reason: 'outOfTime' | 'revoked' | 'leaseLost' | 'failed' }
  | { readonly reason: 'paused'; readonly until: Date };

/** Thrown where something would begin in a run that has halted. */
export class Halted extends Error {
  override readonly name = 'Halted';
}

/** A call to GHL failed: not one to a store. */
export class GhlFailure extends Error {
  override readonly name = 'GhlFailure';
  readonly error: SyncError;
  /** The how-manieth opening of GHL it was called through. */
  readonly opening: number;

  constructor(error: SyncError, opening: number) {
    super(error.message, { cause: error });
    this.error = error;
    this.opening = opening;
  }
}

/** Failures in a row, of as many entries, that are taken for one of all of GHL: one broken entry is none. */
const OUTAGE = 3;

/** How long GHL is left alone when it limits us and does not say until when. */
const PAUSE_MS = 10_000;

/** One run that drains a location's outbox: its lease, its pace, and whether it goes on. */
export class RelayRun {
  readonly deps: RelayDeps;
  readonly runId: string;
  readonly link: Seen<GhlLink>;
  readonly counts = { delivered: 0, skipped: 0, failed: 0, retried: 0, reconciled: 0 };
  halt: Halt | undefined;
  readonly #startedAt: Date;
  readonly #failing = new Set<OutboxEntryId>();
  #relay: Relay;
  #ghl: Ghl;
  #openings = 1;
  #isProven = false;
  #reopening: Promise<boolean> | undefined;
  #renewal: Promise<void> | undefined;

  constructor(
    deps: RelayDeps,
    given: { relay: Relay; runId: string; link: Seen<GhlLink>; ghl: Ghl; startedAt: Date },
  ) {
    this.deps = deps;
    this.runId = given.runId;
    this.link = given.link;
    this.#startedAt = given.startedAt;
    this.#relay = given.relay;
    this.#ghl = given.ghl;
  }

  get locationId(): LocationId {
    return this.#relay.locationId;
  }

  get now(): Date {
    return this.deps.clock.now();
  }

  get relay(): Relay {
    return this.#relay;
  }

  /** Whether all of GHL was down when it was last called: then one entry at a time finds out whether it still is. */
  get isProbing(): boolean {
    return this.#relay.outages > 0;
  }

  get endsAt(): Date {
    return new Date(this.#startedAt.getTime() + this.deps.settings.runMs);
  }

  /** Before anything begins. @throws Halted */
  goOn(): void {
    if (!this.halt && this.now >= this.endsAt) this.halt = { reason: 'outOfTime' };
    if (this.halt) throw new Halted(this.halt.reason);
  }

  /** Waits for its turn, inside GHL's limits. @throws Halted */
  async turn(): Promise<void> {
    await this.#keepLease();
    this.goOn();
    const pausedUntil = dailyPause(this.#ghl.limits, this.now);
    if (pausedUntil) this.pause(pausedUntil, 'dailyLimitExceeded');
    this.goOn();
    const { at, pace } = nextStart(this.#relay.pace, this.#ghl.limits, this.now);
    this.#relay = { ...this.#relay, pace };
    const wait = at.getTime() - this.now.getTime();
    if (wait > 0) await this.deps.clock.sleep(wait);
    this.goOn();
  }

  /** A call in its turn. @throws GhlFailure, Halted */
  async call<Answer>(ask: (ghl: Ghl) => Promise<Answer>): Promise<Answer> {
    await this.turn();
    return this.ask(ask);
  }

  /** A call whose turn has come. @throws GhlFailure */
  async ask<Answer>(ask: (ghl: Ghl) => Promise<Answer>): Promise<Answer> {
    const opening = this.#openings;
    try {
      const answer = await ask(this.#ghl);
      if (opening === this.#openings) this.#isProven = true;
      return answer;
    } catch (error) {
      throw error instanceof SyncError ? new GhlFailure(error, opening) : error;
    }
  }

  /** An email was logged: GHL works. */
  succeeded(): void {
    this.#failing.clear();
    this.#relay = { ...this.#relay, outages: 0 };
  }

  /** Whether the entry is to blame; not where so many fail that all of GHL seems down. */
  blames(entry: OutboxEntry): boolean {
    const blames = !this.isProbing;
    this.#failing.add(entry.entryId);
    if (this.#failing.size >= OUTAGE && !this.halt) {
      this.pause(new Date(this.now.getTime() + outagePause(this.#relay)), 'unavailable');
      this.#relay = { ...this.#relay, outages: this.#relay.outages + 1 };
      this.#failing.clear();
    }
    return blames;
  }

  pause(until: Date = new Date(this.now.getTime() + PAUSE_MS), code = 'rateLimited'): void {
    if (this.halt && !(this.halt.reason === 'paused' && this.halt.until < until)) return;
    this.halt = { reason: 'paused', until };
    this.deps.log.event('relayPaused', { locationId: this.locationId, until, code });
  }

  /** Whether GHL, opened anew, is worth another try: not where it has never taken what opened it. */
  async reopen({ opening }: GhlFailure): Promise<boolean> {
    if (opening !== this.#openings) return true;
    this.#reopening ??= this.#open().finally(() => {
      this.#reopening = undefined;
    });
    return this.#reopening;
  }

  async #open(): Promise<boolean> {
    if (this.#openings > 1 && !this.#isProven) return false;
    try {
      this.#ghl = await this.deps.ghl.open(this.locationId);
    } catch (error) {
      if (SyncError.is(error, 'unauthorized')) return false;
      throw error;
    }
    this.#openings += 1;
    this.#isProven = false;
    return true;
  }

  /** The relay as it is stored now; another's, if it has passed to another. */
  isLeft(relay: Relay | undefined): boolean {
    if (!relay || relay.holder !== this.runId) return true;
    this.#relay = { ...relay, pace: this.#relay.pace, outages: this.#relay.outages };
    return false;
  }

  #keepLease(): Promise<void> {
    if (this.now < renewsAt(this.#relay)) return Promise.resolve();
    this.#renewal ??= this.#renew().finally(() => {
      this.#renewal = undefined;
    });
    return this.#renewal;
  }

  async #renew(): Promise<void> {
    const { locationId, runId: holder } = this;
    const relay = await this.deps.relays.changeRelay(
      { locationId, holder },
      keepRelay(this.#relay, this.now),
    );
    if (this.isLeft(relay)) this.halt = { reason: 'leaseLost' };
  }

  /** What an entry is told of a failure. */
  errorOf({ error }: GhlFailure): EntryError {
    return { code: error.code, operation: error.operation, at: this.now };
  }
}
