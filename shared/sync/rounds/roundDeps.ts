import type { Log } from '../../domain/logEvents.ts';
import type { Clock, Random } from '../../ports/platform.ts';
import type { RoundStore } from '../../ports/stores/roundStore.ts';

/** What every round goes by. */
export interface RoundDeps {
  readonly rounds: RoundStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}
