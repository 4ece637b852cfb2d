import { changesKeyring, keyringAfter } from '../../domain/keyringAfter.ts';
import { planRotation, type RotationRequest, type RotationStep } from '../../domain/keyringRotation.ts';
import { SyncError } from '../../domain/syncError.ts';
import type { KeptKeyring } from '../../ports/keyring.ts';
import type { KeyringDeps } from './deps.ts';
import { examineKeyring, type KeyringSight } from './examineKeyring.ts';
import { newKey } from './newKey.ts';
import { type Resealed, resealRecords } from './resealRecords.ts';

export interface RotationWish {
  readonly propagationMs: number;
  /** Whether old keys are to go. */
  readonly retire: boolean;
  /** Whether to begin once more soon after a rotation. */
  readonly again: boolean;
  /** Whether to go on until it is done, waiting where there is to be waited. */
  readonly wait: boolean;
}

/** Who looks on, and is asked. */
export interface RotationWatch {
  /** Before records are sealed anew; what it throws keeps them as they are. */
  beforeReseal?(kept: KeptKeyring, records: number): Promise<void>;
  resealing?(resealed: number, records: number): void;
  waiting?(step: Extract<RotationStep, { step: 'wait' }>, waitedMs: number, totalMs: number): void;
  did?(step: TakenStep): void;
}

/** A step that was taken. */
export type TakenStep = Exclude<RotationStep, { step: 'wait' | 'done' }>;

export interface Rotation extends KeyringSight {
  readonly taken: readonly TakenStep[];
  /** What is to be done after it: by another call, or, of a keyring that is fixed, by whoever configures it. */
  readonly next: RotationStep;
  /** Records that no key opens, as far as any were looked at: some of their ids. */
  readonly shut: Resealed['shut'];
  readonly shutExamples: readonly string[];
}

const LOOK_ON_EVERY_MS = 2_000;

/**
 * Takes the step of a rotation that is due, or with `wait` one after the other until it is done. Nothing is remembered
 * between steps but what is stored, so that whoever comes next goes on where one stopped, or two go on together.
 */
export async function rotateKeyring(
  deps: KeyringDeps,
  wish: RotationWish,
  watch: RotationWatch = {},
): Promise<Rotation> {
  const taken: TakenStep[] = [];
  let shut: Pick<Resealed, 'shut' | 'shutExamples'> = { shut: new Map(), shutExamples: [] };
  let begin: RotationRequest['begin'] = wish.again ? 'always' : 'unlessJustDone';
  for (;;) {
    const sight = await examineKeyring(deps);
    const now = deps.clock.now();
    const step = planRotation(sight.history, sight.survey, { ...wish, now, begin, shut: shut.shut });
    if (step.step === 'done' || endsBefore(step, sight, taken, wish)) {
      return { ...sight, ...shut, taken, next: step };
    }
    if (step.step === 'wait') {
      await waitFor(deps, step, watch);
      begin = 'never';
      continue;
    }
    let took: TakenStep | undefined;
    if (step.step === 'reseal') {
      const resealed = await reseal(deps, sight, step.records, watch);
      shut = resealed;
      took = resealed.resealed > 0 ? { step: 'reseal', records: resealed.resealed } : undefined;
    } else took = (await change(deps, sight, step)) ? step : undefined;
    // Where somebody else was faster, or nothing opened, there is another step to be planned.
    if (!took) continue;
    taken.push(took);
    begin = 'never';
    watch.did?.(took);
  }
}

/** A call without `wait` changes the keyring once. */
function endsBefore(
  step: RotationStep,
  { kept }: KeyringSight,
  taken: readonly TakenStep[],
  { wait }: RotationWish,
): boolean {
  if (step.step === 'wait') return !wait;
  if (step.step === 'reseal') return false;
  return kept.kind === 'fixed' || (!wait && taken.some((before) => before.step !== 'reseal'));
}

async function reseal(
  deps: KeyringDeps,
  { kept }: KeyringSight,
  records: number,
  watch: RotationWatch,
): Promise<Resealed> {
  await watch.beforeReseal?.(kept, records);
  const resealed = await resealRecords(deps, kept, (done) => watch.resealing?.(done, records));
  if (resealed.failed > 0 && resealed.resealed === 0) throw notWritten(resealed.failed);
  return resealed;
}

/** False where somebody else was faster. */
async function change(
  deps: KeyringDeps,
  { kept, history }: KeyringSight,
  step: Exclude<TakenStep, { step: 'reseal' }>,
): Promise<boolean> {
  if (changesKeyring(step)) {
    const after = keyringAfter(history, step, () => newKey(deps.random, deps.clock.now(), kept.keyring));
    if ((await deps.keyrings.replace(kept, after)) === 'overtaken') return false;
  } else await deps.keyrings.disable(kept, step.versions);
  const secretName = kept.kind === 'versions' ? kept.secret : undefined;
  deps.log.event('keyringChanged', { operation: step.step, secretName });
  return true;
}

async function waitFor(
  { clock }: KeyringDeps,
  step: Extract<RotationStep, { step: 'wait' }>,
  watch: RotationWatch,
): Promise<void> {
  const from = clock.now().getTime();
  const total = step.until.getTime() - from;
  for (let waited = 0; waited < total; waited = clock.now().getTime() - from) {
    watch.waiting?.(step, waited, total);
    await clock.sleep(Math.min(LOOK_ON_EVERY_MS, total - waited));
  }
}

const notWritten = (records: number): SyncError =>
  new SyncError('unavailable', 'keyring.reseal', {
    message: `keyring.reseal: ${records} records could not be written for now; what is sealed anew stays so`,
  });
