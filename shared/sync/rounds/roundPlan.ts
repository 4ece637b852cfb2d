import type { Round, RoundCounts, RoundId } from '../../domain/rounds/round.ts';
import type { Spread } from '../../domain/rounds/spread.ts';

/** One listing that a round goes through, page by page, and how fast. */
export interface RoundStep extends Spread {
  readonly name: string;
  visit(at: { after?: string; limit: number; round: Round; now: Date }): Promise<Visit>;
}

/** What a page comes to. */
export interface Visit {
  readonly tasks: readonly RoundTask[];
  /** Of what is left alone. */
  readonly counts?: RoundCounts;
  readonly next: string | null;
}

export interface RoundTask {
  /** What it counts as once it is done. */
  readonly counts: RoundCounts;
  run(): Promise<void>;
}

export interface RoundPlan {
  readonly roundId: RoundId;
  readonly steps: readonly [RoundStep, ...RoundStep[]];
  /** What a new round visits is told by this time. */
  readonly before: Date;
  /** Every count, at zero. */
  readonly counts: RoundCounts;
}

export interface RoundOptions {
  /** False: only what has stopped half way is gone on with. */
  readonly begins?: boolean;
  /** When the call has to be over. */
  readonly endsAt?: Date;
}
