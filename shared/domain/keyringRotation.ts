import type { Keyring } from './keyring.ts';
import type { KeyringHistory } from './keyringHistory.ts';

/** How many records each key seals, and when rotation last sealed one anew. */
export interface SealedCounts {
  readonly byKey: ReadonlyMap<string, number>;
  /** Records in which no sealed text is to be found. */
  readonly unreadable: number;
  readonly lastResealedAt: Date | null;
}

/**
 * How long a step waits for the one before it to reach every instance. An instance reads the keyring every five
 * minutes, and Secret Manager's `latest` follows a new version within minutes, typically.
 * https://docs.cloud.google.com/secret-manager/docs/reference/consistency
 */
export const PROPAGATION_MS = 15 * 60_000;

/** A rotation that has ended so lately is not begun once more by somebody who asks for its next step. */
const JUST_ROTATED_MS = 24 * 60 * 60_000;

/**
 * What a rotation has to do next. Whoever opens must have a key before anybody seals with it, and must not lose it
 * before nothing is sealed with it any more: so all steps are apart by the propagation time, each leaves a keyring that
 * opens everything, and what is due is told by the keyring, its versions and the records alone.
 */
export type RotationStep =
  /** Records need keys that only an older version has: a mistake, or two rotations at once, has dropped them. */
  | { readonly step: 'restore'; readonly keyIds: readonly string[] }
  | { readonly step: 'add' }
  | { readonly step: 'promote'; readonly keyId: string }
  | { readonly step: 'reseal'; readonly records: number }
  | { readonly step: 'retire'; readonly keyIds: readonly string[] }
  | { readonly step: 'disable'; readonly versions: readonly number[] }
  | {
      readonly step: 'wait';
      readonly until: Date;
      readonly before: 'promote' | 'reseal' | 'retire' | 'disable';
    }
  | { readonly step: 'done' };

export interface RotationRequest {
  readonly now: Date;
  readonly propagationMs: number;
  /** Whether old keys are to go. */
  readonly retire: boolean;
  /** Whether a rotation begins where none is under way. */
  readonly begin: 'never' | 'unlessJustDone' | 'always';
  /** How many records of each key were found not to open: they hold up nothing but their key. */
  readonly shut: ReadonlyMap<string, number>;
}

export function planRotation(
  history: KeyringHistory,
  counts: SealedCounts,
  request: RotationRequest,
): RotationStep {
  return (
    restoring(history, counts) ??
    promoting(history, request) ??
    resealing(history, counts, request) ??
    (request.retire ? (retiring(history, counts, request) ?? disabling(history, request)) : undefined) ??
    beginning(history, request)
  );
}

type Maybe = RotationStep | undefined;

function restoring({ dropped }: KeyringHistory, { byKey }: SealedCounts): Maybe {
  const keyIds = [...dropped.keys()].filter((keyId) => (byKey.get(keyId) ?? 0) > 0);
  return keyIds.length > 0 ? { step: 'restore', keyIds } : undefined;
}

function promoting({ keyring: { next }, since }: KeyringHistory, request: RotationRequest): Maybe {
  if (!next) return undefined;
  return waiting('promote', [since?.next], request) ?? { step: 'promote', keyId: next.keyId };
}

function resealing(
  { keyring, since }: KeyringHistory,
  { byKey }: SealedCounts,
  request: RotationRequest,
): Maybe {
  const stillShut = (keyId: string) => request.shut.get(keyId) ?? 0;
  const records = oldKeys(keyring)
    .map((keyId) => Math.max(0, (byKey.get(keyId) ?? 0) - stillShut(keyId)))
    .reduce((sum, count) => sum + count, 0);
  if (records === 0) return undefined;
  return waiting('reseal', [since?.current], request) ?? { step: 'reseal', records };
}

/** Not as soon as the last record has left it: what was read before may be opened after. */
function retiring({ keyring, since }: KeyringHistory, counts: SealedCounts, request: RotationRequest): Maybe {
  const keyIds = unusedKeys(keyring, counts);
  if (keyIds.length === 0) return undefined;
  return waiting('retire', [since?.current, counts.lastResealedAt], request) ?? { step: 'retire', keyIds };
}

/** Not before nobody reads an older version any more, for whom it would be no keyring at all. */
function disabling({ superseded, since }: KeyringHistory, request: RotationRequest): Maybe {
  if (superseded.length === 0) return undefined;
  return waiting('disable', [since?.version], request) ?? { step: 'disable', versions: superseded };
}

function beginning({ since, isReplacement }: KeyringHistory, { begin, now }: RotationRequest): RotationStep {
  const age = since ? now.getTime() - since.current.getTime() : Number.POSITIVE_INFINITY;
  const isJustDone = isReplacement && age < JUST_ROTATED_MS;
  const begins = begin === 'always' || (begin === 'unlessJustDone' && !isJustDone);
  return begins ? { step: 'add' } : { step: 'done' };
}

function waiting(
  before: Extract<RotationStep, { step: 'wait' }>['before'],
  since: readonly (Date | null | undefined)[],
  { now, propagationMs }: RotationRequest,
): Maybe {
  const last = Math.max(...since.map((time) => time?.getTime() ?? Number.NEGATIVE_INFINITY));
  const until = last + propagationMs;
  return until > now.getTime() ? { step: 'wait', before, until: new Date(until) } : undefined;
}

/** Those that only open. */
export const oldKeys = ({ keyIds, current, next }: Keyring): readonly string[] =>
  keyIds.filter((keyId) => keyId !== current.keyId && keyId !== next?.keyId);

/** Those of them that seal nothing any more. */
const unusedKeys = (keyring: Keyring, { byKey }: SealedCounts): readonly string[] =>
  oldKeys(keyring).filter((keyId) => (byKey.get(keyId) ?? 0) === 0);
