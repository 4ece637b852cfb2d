import type { Keyring } from '../../domain/keyring.ts';
import { SyncError } from '../../domain/syncError.ts';
import type { Clock } from '../../ports/platform.ts';
import { readKeyring } from './readKeyring.ts';
import type { SecretSource } from './secretSource.ts';

/** The keyring as it is now. Throws `SyncError` `unavailable`, whoever has to put it right. */
export interface KeyringSource {
  current(): Promise<Keyring>;
  /**
   * The keyring for opening what `keyId` sealed. When it lacks that key, it is read anew at once: another instance
   * may have sealed with a key that was added since. At most once a minute, because a record that no key opens
   * would otherwise have every sync read the secret.
   */
  containing(keyId: string): Promise<Keyring>;
}

const DEFAULT_REFRESH_EVERY_MS = 60_000;

export function createKeyringSource({
  secrets,
  configured,
  clock,
  refreshEveryMs = DEFAULT_REFRESH_EVERY_MS,
}: {
  secrets: SecretSource;
  /** `TOKEN_KEYRING`: the keyring itself, or the name of its version in Secret Manager. */
  configured: string;
  clock: Pick<Clock, 'now'>;
  refreshEveryMs?: number;
}): KeyringSource {
  let parsed: { readonly text: string; readonly keyring: Keyring } | undefined;
  let refreshing: Promise<Keyring> | undefined;
  let nextRefreshAt = 0;
  /** What the last refresh was asked for in vain: a key added since cannot have sealed what was there before. */
  const missing = new Set<string>();

  async function read(options?: { fresh: boolean }): Promise<Keyring> {
    const text = await secrets.readSecret(configured, options);
    if (parsed?.text !== text) parsed = { text, keyring: readKeyring(text) };
    return parsed.keyring;
  }

  function refresh(): Promise<Keyring> {
    nextRefreshAt = clock.now().getTime() + refreshEveryMs;
    missing.clear();
    refreshing = read({ fresh: true }).finally(() => {
      refreshing = undefined;
    });
    return refreshing;
  }

  return {
    current: () => read(),
    async containing(keyId) {
      const keyring = await read();
      if (keyring.find(keyId) !== undefined) return keyring;
      if (refreshing === undefined && clock.now().getTime() < nextRefreshAt) {
        if (missing.has(keyId)) return keyring;
        throw tooSoon(keyId, nextRefreshAt);
      }
      const refreshed = await (refreshing ?? refresh());
      if (refreshed.find(keyId) === undefined) missing.add(keyId);
      return refreshed;
    },
  };
}

/** Not `undecryptable`: nobody has looked for this key yet, and the grant may be a good one. */
function tooSoon(keyId: string, at: number): SyncError {
  const retryAt = new Date(at);
  return new SyncError('unavailable', 'keyring.refresh', {
    message: `keyring.refresh: key ${keyId} is not known yet, and the keyring is not read again before ${retryAt.toISOString()}`,
    retryAt,
  });
}
