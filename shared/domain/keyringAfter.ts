import type { GrantKey, Keyring } from './keyring.ts';
import { withKeys, withNext, withNextCurrent, without } from './keyringChanges.ts';
import type { KeyringHistory } from './keyringHistory.ts';
import type { RotationStep } from './keyringRotation.ts';

/** The steps that leave another keyring. */
export type KeyringStep = Extract<RotationStep, { step: 'restore' | 'add' | 'promote' | 'retire' }>;

export const changesKeyring = (step: RotationStep): step is KeyringStep =>
  ['restore', 'add', 'promote', 'retire'].includes(step.step);

/** The keyring after a step; `fresh` is for the one that adds a key. */
export function keyringAfter(
  { keyring, dropped }: KeyringHistory,
  step: KeyringStep,
  fresh: () => GrantKey,
): Keyring {
  switch (step.step) {
    case 'restore':
      return withKeys(
        keyring,
        step.keyIds.flatMap((keyId) => dropped.get(keyId) ?? []),
      );
    case 'add':
      return withNext(keyring, fresh());
    case 'promote':
      return withNextCurrent(keyring);
    case 'retire':
      return without(keyring, step.keyIds);
    default:
      return step satisfies never;
  }
}
