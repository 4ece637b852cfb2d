import { InvalidKeyring, type Keyring, parseKeyring } from '../../domain/keyring.ts';
import { SyncError } from '../../domain/syncError.ts';

/** @throws SyncError unavailable: whoever wrote the keyring has to put it right, and no grant is at fault */
export function readKeyring(text: string): Keyring {
  try {
    return parseKeyring(text);
  } catch (error) {
    if (!(error instanceof InvalidKeyring)) throw error;
    throw new SyncError('unavailable', 'keyring.parse', {
      message: `keyring.parse: ${error.message}`,
      cause: error,
    });
  }
}
