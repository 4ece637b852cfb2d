import type { MailboxId } from '../../domain/ids.ts';
import type { GrantSealer } from '../../ports/platform.ts';
import { boundTo } from './boundTo.ts';
import type { GrantCipher } from './grantCipher.ts';

/** Seals and opens Gmail's refresh tokens, each bound to its mailbox. */
export interface GrantVault extends GrantSealer {
  /** @throws SyncError undecryptable, unavailable */
  open(mailboxId: MailboxId, sealed: string): Promise<string>;
}

export const createGrantVault = (cipher: GrantCipher): GrantVault => boundTo<MailboxId>(cipher, 'gmail');
