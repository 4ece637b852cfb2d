import type { RotationStep } from '../../shared/domain/keyringRotation.ts';
import type { KeptKeyring } from '../../shared/ports/keyring.ts';
import type { KeyringSight } from '../../shared/sync/keyring/examineKeyring.ts';
import type { TakenStep } from '../../shared/sync/keyring/rotateKeyring.ts';
import { missingRows } from './keyringSight.ts';

const list = (items: readonly (string | number)[]): string => items.join(', ');
export const grants = (count: number): string => (count === 1 ? '1 grant' : `${count} grants`);

/** What is to be done next, in a sentence. */
export function nextAdvice(step: RotationStep, kept: KeptKeyring): string {
  const command = kept.kind === 'fixed' ? 'keyring rotate --print' : 'keyring rotate';
  switch (step.step) {
    case 'restore':
      return `Grants need ${list(step.keyIds)}, which only an older version has: "${command}" puts it back.`;
    case 'add':
      return `No rotation is under way: "${command}" begins one with a new key.`;
    case 'promote':
      return kept.kind === 'fixed'
        ? `Once every instance has this keyring, ${step.keyId} may become the current key: "${command}".`
        : `Every instance has ${step.keyId}: "${command}" makes it the current key.`;
    case 'reseal':
      return `${grants(step.records)} to be sealed with the current key: "keyring rotate".`;
    case 'retire':
      return `Nothing is sealed with ${list(step.keyIds)} any more: "${command} --retire" takes it off.`;
    case 'disable':
      return `Versions ${list(step.versions)} show keys that were taken off: "keyring rotate --retire" disables them.`;
    case 'wait':
      return `${WAITS[step.before]}: "keyring rotate" from ${step.until.toISOString()} on, or now with --wait.`;
    case 'done':
      return 'No rotation is under way.';
    default:
      return step satisfies never;
  }
}

const WAITS: Readonly<Record<Extract<RotationStep, { step: 'wait' }>['before'], string>> = {
  promote: 'Before it becomes the current key, the new one has to reach every instance',
  reseal: 'Before grants are sealed anew, every instance has to seal with the current key',
  retire: 'Before old keys are taken off, nobody may be at work with them (with --retire)',
  disable: 'Before older versions are disabled, nobody may read them any more (with --retire)',
};

/** What was done, in a sentence. */
export function takenTold(step: TakenStep): string {
  switch (step.step) {
    case 'restore':
      return `Put ${list(step.keyIds)} back on the keyring, for opening.`;
    case 'add':
      return 'Added a new key to the keyring; nothing is sealed with it yet.';
    case 'promote':
      return `Made ${step.keyId} the current key.`;
    case 'reseal':
      return `Sealed ${grants(step.records)} with the current key.`;
    case 'retire':
      return `Took ${list(step.keyIds)} off the keyring.`;
    case 'disable':
      return `Disabled versions ${list(step.versions)}.`;
    default:
      return step satisfies never;
  }
}

/** What a rotation cannot put right. */
export function* troubles(sight: KeyringSight): Generator<string> {
  const { kept, survey } = sight;
  for (const { keyId, records, restorable, examples } of missingRows(sight)) {
    if (restorable) continue;
    const restore =
      kept.kind === 'versions'
        ? `enable an older version that has it (gcloud secrets versions list ${kept.secret}) and run "keyring rotate"`
        : 'put the key back on the keyring';
    yield `Nobody can open ${grants(Number(records))}, sealed with ${keyId}, which is not on the keyring: ${restore}, or have them connected again (${named(examples)}).`;
  }
  if (survey.unreadable > 0) {
    yield `${survey.unreadable} documents of credentials have no seal: have them connected again (${list(survey.unreadableExamples)}).`;
  }
}

const named = (examples: unknown): string => (Array.isArray(examples) ? examples.join(', ') : '');
