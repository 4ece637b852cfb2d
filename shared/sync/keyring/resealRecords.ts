import { oldKeys } from '../../domain/keyringRotation.ts';
import { SyncError } from '../../domain/syncError.ts';
import type { KeptKeyring, SealedRecord } from '../../ports/keyring.ts';
import type { Seen } from '../../ports/stores/seen.ts';
import { inParallel } from '../inParallel.ts';
import type { KeyringDeps } from './deps.ts';
import { keyOf, sealedPages } from './surveySeals.ts';

/** What became of the records that an old key sealed. */
export interface Resealed {
  readonly resealed: number;
  /** Not to be written for now. */
  readonly failed: number;
  /** How many records of each key do not open. */
  readonly shut: ReadonlyMap<string, number>;
  readonly shutExamples: readonly string[];
}

const EXAMPLES = 20;

/**
 * Seals with the current key what an old key sealed, once through all records or until another keyring has followed. A
 * record is written only as it was read, so that a grant that was renewed meanwhile stays; one that a key seals which
 * this keyring does not have, or that is to come, is left to whoever knows the key.
 */
export async function resealRecords(
  deps: KeyringDeps,
  kept: KeptKeyring,
  onProgress: (resealed: number) => void = () => {},
): Promise<Resealed> {
  const old = new Set(oldKeys(kept.keyring));
  const shut = new Map<string, number>();
  const shutExamples: string[] = [];
  let [resealed, failed] = [0, 0];
  for await (const page of sealedPages(deps.seals)) {
    const due = page.flatMap((seen) => {
      const keyId = keyOf(seen.document);
      return keyId !== undefined && old.has(keyId) ? [{ seen, keyId }] : [];
    });
    if (due.length === 0) continue;
    if (!(await deps.keyrings.isNewest(kept))) {
      return { resealed, failed, shut, shutExamples };
    }
    await inParallel(due, async ({ seen, keyId }) => {
      const outcome = await reseal(deps, kept, seen);
      if (outcome === 'resealed') resealed += 1;
      if (outcome === 'failed') failed += 1;
      if (outcome !== 'shut') return;
      shut.set(keyId, (shut.get(keyId) ?? 0) + 1);
      if (shutExamples.length < EXAMPLES) shutExamples.push(seen.document.recordId);
    });
    onProgress(resealed);
  }
  return { resealed, failed, shut, shutExamples };
}

async function reseal(
  { resealer, seals, clock, log }: KeyringDeps,
  { keyring }: KeptKeyring,
  seen: Seen<SealedRecord>,
): Promise<'resealed' | 'changed' | 'failed' | 'shut'> {
  const { binding, sealed: old } = seen.document;
  try {
    const sealed = await resealer.reseal(keyring, old ?? '', binding);
    return (await seals.replaceSeal(seen, { sealed, at: clock.now() })) ? 'resealed' : 'changed';
  } catch (error) {
    if (SyncError.is(error, 'undecryptable')) {
      const owner = binding.purpose === 'ghl' ? { locationId: binding.owner } : { mailboxId: binding.owner };
      log.event('grantShut', { ...owner, code: error.code });
      return 'shut';
    }
    if (error instanceof SyncError && error.retryable) return 'failed';
    throw error;
  }
}
