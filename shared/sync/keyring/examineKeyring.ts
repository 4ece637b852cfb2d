import { historyOf, type KeyringHistory, withoutHistory } from '../../domain/keyringHistory.ts';
import { SyncError } from '../../domain/syncError.ts';
import type { KeptKeyring } from '../../ports/keyring.ts';
import type { KeyringDeps } from './deps.ts';
import { type SealSurvey, surveySeals } from './surveySeals.ts';

/** The keyring, and then the records: a key that is made current in between is found to seal more than was known, never less. */
export interface KeyringSight {
  readonly kept: KeptKeyring;
  readonly history: KeyringHistory;
  readonly survey: SealSurvey;
}

const ATTEMPTS = 12;
const PAUSE_MS = 5_000;

/** Secret Manager may list a version that was just added only after a while. */
export async function examineKeyring(
  deps: Pick<KeyringDeps, 'keyrings' | 'seals' | 'clock'>,
): Promise<KeyringSight> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await look(deps);
    } catch (error) {
      const lags = error instanceof SyncError && error.operation === 'keyring.read';
      if (attempt === ATTEMPTS || !lags) throw error;
      await deps.clock.sleep(PAUSE_MS);
    }
  }
}

async function look({ keyrings, seals }: Pick<KeyringDeps, 'keyrings' | 'seals'>): Promise<KeyringSight> {
  const kept = await keyrings.read();
  const history =
    kept.kind === 'versions' ? historyOf(kept.keyring, kept.versions) : withoutHistory(kept.keyring);
  return { kept, history, survey: await surveySeals({ seals }) };
}
