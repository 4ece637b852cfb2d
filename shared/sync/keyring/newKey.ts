import type { GrantKey, Keyring } from '../../domain/keyring.ts';
import type { Random } from '../../ports/platform.ts';

/** Named for the day on which it was made. */
export function newKey(random: Random, now: Date, keyring: Keyring): GrantKey {
  const day = now.toISOString().slice(0, 10).replaceAll('-', '');
  const keyId = `k-${day}-${random.id().slice(0, 4)}`;
  if (keyring.find(keyId)) return newKey(random, now, keyring);
  return { keyId, bytes: Buffer.from(random.token(), 'base64url') };
}
