import type { MailboxId } from '../../domain/ids.ts';
import type { GrantSealer } from '../../ports.ts';
import type { GrantCipher } from './grantCipher.ts';

/** Seals and opens Gmail's refresh tokens, each bound to its mailbox. */
export interface GrantVault extends GrantSealer {
  /** @throws SyncError undecryptable, unavailable */
  open(mailboxId: MailboxId, sealed: string): Promise<string>;
}

export function createGrantVault(cipher: GrantCipher): GrantVault {
  const binding = (mailboxId: MailboxId) => ({ purpose: 'gmail', owner: mailboxId });
  return {
    seal: (mailboxId, refreshToken) => cipher.seal(refreshToken, binding(mailboxId)),
    open: (mailboxId, sealed) => cipher.open(sealed, binding(mailboxId)),
  };
}
