import type { ConnectDecision, PendingConnection, SealedGrant } from '../../domain/connection.ts';
import type { AgentId, EmailAddress, MailboxId } from '../../domain/ids.ts';

/** Connecting a mailbox to an agent. */
export interface ConnectionStore {
  savePending(pending: PendingConnection): Promise<void>;
  /** Reads and deletes it in one transaction: a state opens one connection, once. */
  takePending(stateHash: string): Promise<PendingConnection | undefined>;
  /** One transaction: decides with `connect`, then writes mailbox and grant together. */
  connect(
    to: { mailboxId: MailboxId; uid: AgentId; emailAddress: EmailAddress; now: Date },
    grant: Pick<SealedGrant, 'sealed' | 'scopes'>,
  ): Promise<ConnectDecision>;
  readGrant(mailboxId: MailboxId): Promise<SealedGrant | undefined>;
}
