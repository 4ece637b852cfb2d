import type { Log } from '../../domain/logEvents.ts';
import type { KeyringKeeper, Resealer, SealedStore } from '../../ports/keyring.ts';
import type { Clock, Random } from '../../ports/platform.ts';

export interface KeyringDeps {
  readonly keyrings: KeyringKeeper;
  readonly seals: SealedStore;
  readonly resealer: Resealer;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** Records that are read at once. */
export const SEALED_PAGE = 300;
