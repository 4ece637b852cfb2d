import type { Round, RoundId } from '../../domain/rounds/round.ts';

/** The rounds over the mailboxes, one document each. */
export interface RoundStore {
  /** One transaction; nothing is written where it stays as it is. One that cannot be read counts as none. */
  changeRound(
    id: RoundId,
    change: (round: Round | undefined) => Round | undefined,
  ): Promise<Round | undefined>;
}
