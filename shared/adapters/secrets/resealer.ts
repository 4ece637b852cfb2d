import type { Resealer } from '../../ports/keyring.ts';
import { createGrantCipher } from './grantCipher.ts';

/** With the keyring that it is given, and never a later one: what is planned for one keyring is done with that one. */
export const resealer: Resealer = {
  async reseal(keyring, sealed, binding) {
    const cipher = createGrantCipher({
      keyrings: { current: async () => keyring, containing: async () => keyring },
    });
    return await cipher.seal(await cipher.open(sealed, binding), binding);
  },
};
