import type { GrantKey, Keyring } from './keyring.ts';
import { isSameKey, keysOf } from './keyringChanges.ts';

/** A version of the keyring where it is kept. Versions are never changed, only followed by another. */
export interface KeyringVersion {
  /** Counted from 1; the highest is what instances read. */
  readonly number: number;
  readonly createdAt: Date;
  /** Undefined where it is disabled, destroyed, or no keyring. */
  readonly keyring: Keyring | undefined;
}

/** The keyring as instances read it, and what is known of how it came to be so. */
export interface KeyringHistory {
  readonly keyring: Keyring;
  /** Since when instances can have read it so; null where nobody can tell, because it has no versions. */
  readonly since: { readonly version: Date; readonly current: Date; readonly next: Date | null } | null;
  /** Whether another key was the current one before, as far as the versions tell. */
  readonly isReplacement: boolean;
  /** Keys that older versions have, and the newest one lacks. */
  readonly dropped: ReadonlyMap<string, GrantKey>;
  /** Older versions that still show a key which was taken off. */
  readonly superseded: readonly number[];
}

/** Of a keyring without versions: in an environment, or named by one fixed version. */
export const withoutHistory = (keyring: Keyring): KeyringHistory => ({
  keyring,
  since: null,
  isReplacement: false,
  dropped: new Map(),
  superseded: [],
});

/** `versions`: newest first. Where an older one cannot be read, times are told as of the one after it: too late, never too early. */
export function historyOf(
  keyring: Keyring,
  versions: readonly [KeyringVersion, ...KeyringVersion[]],
): KeyringHistory {
  const [newest, ...older] = versions;
  /** The version since which, without a gap, it has been so. */
  const unbroken = (holds: (keyring: Keyring) => boolean): KeyringVersion => {
    const end = older.findIndex((version) => !version.keyring || !holds(version.keyring));
    return (end === -1 ? older.at(-1) : older[end - 1]) ?? newest;
  };
  const currentIn = unbroken(({ current }) => isSameKey(current, keyring.current));
  const { next } = keyring;
  const isDropped = (key: GrantKey) => keyring.find(key.keyId) === undefined;
  const droppedIn = ({ keyring: old }: KeyringVersion) =>
    old ? [...keysOf(old).values()].filter(isDropped) : [];
  return {
    keyring,
    since: {
      version: newest.createdAt,
      current: currentIn.createdAt,
      next: next ? unbroken((old) => isSameKey(old.find(next.keyId), next)).createdAt : null,
    },
    isReplacement: older.some(({ number }) => number < currentIn.number),
    dropped: new Map(
      older
        .toReversed()
        .flatMap(droppedIn)
        .map((key) => [key.keyId, key]),
    ),
    superseded: older.filter((version) => droppedIn(version).length > 0).map(({ number }) => number),
  };
}
