import type { GrantCipher } from './grantCipher.ts';

/** The cipher for grants of one purpose, each bound to its owner. */
export function boundTo<Owner extends string>(cipher: GrantCipher, purpose: string) {
  const binding = (owner: Owner) => ({ purpose, owner });
  return {
    seal: (owner: Owner, grant: string) => cipher.seal(grant, binding(owner)),
    open: (owner: Owner, sealed: string) => cipher.open(sealed, binding(owner)),
  };
}
