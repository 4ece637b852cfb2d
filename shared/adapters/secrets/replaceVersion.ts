import type { Keyring } from '../../domain/keyring.ts';
import { formatKeyring, keysOf, withKeys } from '../../domain/keyringChanges.ts';
import { SyncError } from '../../domain/syncError.ts';
import { readKeyring } from './readKeyring.ts';
import type { AccessSecret } from './secretManager.ts';
import type { SecretVersion } from './secretReference.ts';
import { SecretUnreadable } from './secretUnreadable.ts';
import { type SecretVersions, secretOf } from './secretVersions.ts';

export interface VersionedSecret {
  readonly access: AccessSecret;
  readonly versions: SecretVersions;
  readonly reference: SecretVersion;
}

/** What is added after `base`, and the number that it got. */
interface Added {
  readonly base: number;
  readonly number: number;
  readonly keyring: Keyring;
}

const ATTEMPTS_AT_GIVING_WAY = 5;

/**
 * Adds a version after the one that it was made from. Secret Manager adds whatever it is given, but it numbers the
 * versions: who finds that another one came in between has hidden a change that was not known, and gives way at once by
 * a version that has both. Instances that read the keyring in that moment open what it opens, and seal with a key that
 * stays on it.
 */
export async function replaceVersion(
  secret: VersionedSecret,
  { base, keyring }: Omit<Added, 'number'>,
): Promise<'replaced' | 'overtaken'> {
  const [following] = await keyringsFrom(secret, base + 1, base + 2);
  if (following !== undefined) return isAs(following, keyring) ? 'replaced' : 'overtaken';
  const added = { base, keyring, number: await add(secret, keyring) };
  return await settle(secret, added, ATTEMPTS_AT_GIVING_WAY);
}

async function settle(
  secret: VersionedSecret,
  { base, number, keyring }: Added,
  attempts: number,
): Promise<'replaced' | 'overtaken'> {
  const between = (await keyringsFrom(secret, base + 1, number)).filter((each) => each !== 'unreadable');
  const last = between.at(-1);
  if (!last || between.every((each) => isAs(each, keyring))) return 'replaced';
  if (between.every((each) => each.keyIds.every((keyId) => keyring.find(keyId)))) return 'overtaken';
  if (attempts === 0) throw contended();
  const both = withKeys(
    last,
    [...between, keyring].flatMap((each) => [...keysOf(each).values()]),
  );
  await settle(secret, { base: number, keyring: both, number: await add(secret, both) }, attempts - 1);
  return 'overtaken';
}

const add = ({ versions, reference }: VersionedSecret, keyring: Keyring): Promise<number> =>
  versions.add(reference, formatKeyring(keyring));

type Read = Keyring | 'unreadable';

const isAs = (read: Read, keyring: Keyring): boolean =>
  read !== 'unreadable' && formatKeyring(read) === formatKeyring(keyring);

/** The versions from one up to another, in order, as far as there are any. */
async function keyringsFrom(
  { access, reference }: VersionedSecret,
  from: number,
  end: number,
): Promise<readonly Read[]> {
  const found: Read[] = [];
  for (let number = from; number < end; number += 1) {
    const read = await keyringAt(access, versionAt(reference, number));
    if (read === undefined) break;
    found.push(read);
  }
  return found;
}

export const versionAt = (reference: SecretVersion, number: number): SecretVersion => ({
  ...reference,
  name: `${secretOf(reference)}/versions/${number}`,
});

/** By its number a version is there for everybody as soon as it is added, while a list, and `latest`, may lag behind. */
export async function keyringAt(access: AccessSecret, version: SecretVersion): Promise<Read | undefined> {
  try {
    return readKeyring(await access(version));
  } catch (error) {
    if (error instanceof SecretUnreadable && error.failure === 'notFound') return undefined;
    const isItsOwnFault = !(error instanceof SecretUnreadable) || UNREADABLE.includes(error.failure);
    if (error instanceof SyncError && isItsOwnFault) return 'unreadable';
    throw error;
  }
}

const UNREADABLE: readonly SecretUnreadable['failure'][] = ['notEnabled', 'corrupted'];

const contended = (): SyncError =>
  new SyncError('unavailable', 'keyring.replace', {
    message: 'keyring.replace: several change the keyring at the same time; let one of them do it',
  });
