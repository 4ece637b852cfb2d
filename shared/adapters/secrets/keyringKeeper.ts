import { Keyring, parseKeyring } from '../../domain/keyring.ts';
import type { KeyringVersion } from '../../domain/keyringHistory.ts';
import { SyncError } from '../../domain/syncError.ts';
import type { KeptKeyring, KeyringKeeper } from '../../ports/keyring.ts';
import { readKeyring } from './readKeyring.ts';
import { keyringAt, replaceVersion, type VersionedSecret, versionAt } from './replaceVersion.ts';
import type { AccessSecret } from './secretManager.ts';
import { parseSecretReference } from './secretReference.ts';
import { type ListedVersion, type SecretVersions, secretOf } from './secretVersions.ts';

/** Of a secret with more versions only the newest are read: those of decades of rotations. */
const READ_VERSIONS = 200;

/** The keyring where `TOKEN_KEYRING` says that it is. */
export function createKeyringKeeper({
  configured,
  access,
  versions,
}: {
  configured: string;
  access: AccessSecret;
  versions: SecretVersions;
}): KeyringKeeper {
  const reference = parseSecretReference(configured);
  if (reference.kind === 'value') {
    return fixed(async () => ({ version: null, keyring: parseKeyring(reference.value) }));
  }
  if (!reference.name.endsWith('/versions/latest')) {
    return fixed(async () => ({ version: reference.name, keyring: readKeyring(await access(reference)) }));
  }
  const secret = { access, versions, reference };
  return {
    read: () => readVersions(secret),
    isNewest: async (kept) =>
      (await keyringAt(access, versionAt(reference, newestOf(kept) + 1))) === undefined,
    replace: (kept, by) => replaceVersion(secret, { base: newestOf(kept), keyring: by }),
    async disable(_, numbers) {
      for (const number of numbers) await versions.disable(reference, number);
    },
  };
}

function fixed(read: () => Promise<{ version: string | null; keyring: Keyring }>): KeyringKeeper {
  const refuse = async () => {
    throw new RangeError('A keyring that is fixed is changed where it is configured');
  };
  return {
    read: async () => ({ kind: 'fixed', ...(await read()) }),
    isNewest: async () => true,
    replace: refuse,
    disable: refuse,
  };
}

function newestOf(kept: KeptKeyring): number {
  if (kept.kind === 'versions') return kept.versions[0].number;
  throw new RangeError('A keyring that is fixed has no versions');
}

async function readVersions(secret: VersionedSecret): Promise<KeptKeyring> {
  const { access, versions, reference } = secret;
  const [newest, ...older] = await versions.list(reference);
  if (!newest) {
    // Whatever is wrong with a secret without versions, reading it says best.
    await access(reference);
    throw lagging();
  }
  const found = await keyringAt(access, versionAt(reference, newest.number));
  // Asked last: what was read may have been disabled because another version follows.
  if ((await keyringAt(access, versionAt(reference, newest.number + 1))) !== undefined) throw lagging();
  const keyring =
    found instanceof Keyring ? found : readKeyring(await access(versionAt(reference, newest.number)));
  const read = await Promise.all(older.slice(0, READ_VERSIONS).map((version) => readOlder(secret, version)));
  const unread = older.slice(READ_VERSIONS).map((version) => ({ ...version, keyring: undefined }));
  return {
    kind: 'versions',
    secret: secretOf(reference),
    keyring,
    versions: [{ ...newest, keyring }, ...read, ...unread],
  };
}

async function readOlder(
  { access, reference }: VersionedSecret,
  { number, createdAt, isEnabled }: ListedVersion,
): Promise<KeyringVersion> {
  const read = isEnabled ? await keyringAt(access, versionAt(reference, number)) : undefined;
  return { number, createdAt, keyring: read === 'unreadable' ? undefined : read };
}

const lagging = (): SyncError =>
  new SyncError('unavailable', 'keyring.read', {
    message: 'keyring.read: Secret Manager does not list its newest version yet',
  });
