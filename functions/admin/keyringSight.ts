import { resealer } from '../../shared/adapters/secrets/resealer.ts';
import { oldKeys } from '../../shared/domain/keyringRotation.ts';
import type { KeptKeyring } from '../../shared/ports/keyring.ts';
import type { KeyringDeps } from '../../shared/sync/keyring/deps.ts';
import type { KeyringSight } from '../../shared/sync/keyring/examineKeyring.ts';
import type { App } from '../app.ts';
import type { Row } from './terminal.ts';

export const keyringDeps = ({ keyringKeeper, seals, clock, random, log }: App): KeyringDeps => ({
  keyrings: keyringKeeper,
  seals,
  resealer,
  clock,
  random,
  log,
});

/** Where the keyring is. */
export function placeOf(kept: KeptKeyring): string {
  if (kept.kind === 'versions') return `${kept.secret}/versions/${kept.versions[0].number}`;
  return kept.version ?? 'TOKEN_KEYRING in the environment';
}

export function keyRows({ history, survey }: KeyringSight): readonly Row[] {
  const { keyring, since } = history;
  const row = (keyId: string, is: string, from: Date | null = null): Row => ({
    keyId,
    is,
    since: from,
    records: survey.byKey.get(keyId) ?? 0,
  });
  return [
    row(keyring.current.keyId, 'current', since?.current ?? null),
    ...(keyring.next ? [row(keyring.next.keyId, 'next', since?.next ?? null)] : []),
    ...oldKeys(keyring).map((keyId) => row(keyId, 'old')),
  ];
}

/** Records whose key the keyring does not have. */
export function missingRows({ history: { keyring, dropped }, survey }: KeyringSight): readonly Row[] {
  return [...survey.byKey].flatMap(([keyId, records]) =>
    keyring.find(keyId)
      ? []
      : [{ keyId, records, restorable: dropped.has(keyId), examples: survey.examples.get(keyId) ?? [] }],
  );
}
