import { z } from 'zod';
import type { GhlSecret } from '../../domain/ghlCredential.ts';
import type { LocationId } from '../../domain/ids.ts';
import { SyncError } from '../../domain/syncError.ts';
import type { GhlVault } from '../../ports/ghl.ts';
import { boundTo } from './boundTo.ts';
import type { GrantCipher } from './grantCipher.ts';

const Secret = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('token'), token: z.string() }),
  z.object({ kind: z.literal('oauth'), accessToken: z.string(), refreshToken: z.string() }),
]);

/** Seals and opens what GHL gave, each bound to its location. */
export function createGhlVault(cipher: GrantCipher): GhlVault {
  const bound = boundTo<LocationId>(cipher, 'ghl');
  return {
    seal: (locationId, secret) => bound.seal(locationId, JSON.stringify(secret)),
    open: async (locationId, sealed) => read(await bound.open(locationId, sealed)),
  };
}

function read(text: string): GhlSecret {
  const parsed = Secret.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  // Without the cause: what does not fit is secret, too.
  throw new SyncError('undecryptable', 'ghlVault.open', {
    message: 'ghlVault.open: undecryptable: another version of this program has sealed it',
  });
}
