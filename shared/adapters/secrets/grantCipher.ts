import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { additionalData, type GrantBinding, needsReencryption, Sealed } from '../../domain/keyring.ts';
import { SyncError } from '../../domain/syncError.ts';
import type { KeyringSource } from './keyringSource.ts';

/** Seals grants for storage. `unavailable` when the keyring cannot be read: then nothing is said of the grant. */
export interface GrantCipher {
  seal(grant: string, binding: GrantBinding): Promise<string>;
  /** @throws undecryptable when no key opens it, or it was altered, or it belongs elsewhere */
  open(sealed: string, binding: GrantBinding): Promise<string>;
  /** Whether it was sealed with a key that is no longer the current one. @throws undecryptable */
  needsReencryption(sealed: string): Promise<boolean>;
}

const ALGORITHM = 'aes-256-gcm';
/** 96 random bits a record: safe for far more grants than there are mailboxes in the world. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export function createGrantCipher({
  keyrings,
  random = randomBytes,
}: {
  keyrings: KeyringSource;
  random?: (bytes: number) => Uint8Array;
}): GrantCipher {
  return {
    async seal(grant, binding) {
      const { keyId, bytes } = (await keyrings.current()).current;
      const nonce = random(NONCE_BYTES);
      const cipher = createCipheriv(ALGORITHM, bytes, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(Buffer.from(additionalData(binding)));
      const ciphertext = Buffer.concat([cipher.update(grant, 'utf8'), cipher.final()]);
      return Sealed.format({
        keyId,
        nonce: base64url(nonce),
        ciphertext: base64url(ciphertext),
        tag: base64url(cipher.getAuthTag()),
      });
    },

    async open(sealed, binding) {
      const parts = parse(sealed);
      const key = (await keyrings.containing(parts.keyId)).find(parts.keyId);
      if (key === undefined) throw undecryptable(`no key ${parts.keyId} on the keyring`);
      const grant = decrypt(key.bytes, parts, binding);
      if (grant === undefined) {
        throw undecryptable(`key ${parts.keyId} does not open it for this ${binding.purpose} owner`);
      }
      return grant;
    },

    needsReencryption: async (sealed) => needsReencryption(await keyrings.current(), parse(sealed)),
  };
}

function decrypt(
  key: Uint8Array,
  { nonce, ciphertext, tag }: Sealed,
  binding: GrantBinding,
): string | undefined {
  // base64url leaves spare bits in the last character: only the one spelling that we write is ours.
  if (![nonce, ciphertext, tag].every((text) => base64url(bytesOf(text)) === text)) return undefined;
  const decipher = createDecipheriv(ALGORITHM, key, bytesOf(nonce), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(additionalData(binding)));
  decipher.setAuthTag(bytesOf(tag));
  try {
    return Buffer.concat([decipher.update(bytesOf(ciphertext)), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}

function parse(sealed: string): Sealed {
  const parts = Sealed.parse(sealed);
  if (parts === undefined) throw undecryptable('what is stored is no sealed grant');
  return parts;
}

/** Names the key and never anything of the grant; there is no cause, because node's says no more. */
const undecryptable = (why: string) =>
  new SyncError('undecryptable', 'grant.open', { message: `grant.open: undecryptable: ${why}` });

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const bytesOf = (text: string): Buffer => Buffer.from(text, 'base64url');
