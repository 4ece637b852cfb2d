import type { AgentId, EmailAddress, GmailMessageId, LocationId, MailboxId } from '../../domain/ids.ts';
import type { LeaseDecision, LeaseRequest } from '../../domain/lease.ts';
import type { Ledger, LedgerEntry } from '../../domain/ledger.ts';
import type { Mailbox, Settle } from '../../domain/mailbox.ts';
import type { CommitClaim } from '../../domain/mailboxTransitions.ts';
import type { Ingested } from '../../domain/planCommit.ts';
import type { Run } from '../../domain/run.ts';
import type { StoredCopy } from '../../domain/storedCopy.ts';
import type { Agent, Contact, Location } from '../../domain/tenancy.ts';

/** Everything that a sync run reads and writes. Throws `SyncError`: `contention`, `unavailable`, and what is named. */
export interface SyncStore {
  readMailbox(mailboxId: MailboxId): Promise<Mailbox | undefined>;
  /** Atomically: reads the mailbox, decides with `decideLease`, writes what was decided. */
  takeLease(mailboxId: MailboxId, request: LeaseRequest): Promise<LeaseDecision | { outcome: 'unknown' }>;
  /** One transaction, without the lease: for what no run's commit decides. Undefined when there is no such mailbox. */
  update(mailboxId: MailboxId, settle: Settle): Promise<Mailbox | undefined>;
  readLedger(mailboxId: MailboxId, ids: readonly GmailMessageId[]): Promise<Ledger>;
  /** Some of what the mailbox's ledger has, of one state if one is given; empty when it has nothing. */
  ledgerPage(mailboxId: MailboxId, request: { limit: number; state?: LedgerEntry['state'] }): Promise<Ledger>;
  /** The ids of some of the mailbox's runs, of those that finished before a time if one is given. */
  runsPage(mailboxId: MailboxId, request: { limit: number; before?: Date }): Promise<readonly string[]>;
  /** The copies of stored mail that the mailbox has not deleted, newest first, `limit` entries a page. */
  copiesOf(
    mailboxId: MailboxId,
    page: { limit: number; pageToken: string | null },
  ): Promise<{ copies: readonly StoredCopy[]; nextPageToken: string | null }>;
  readAgent(uid: AgentId): Promise<Agent | undefined>;
  /** Contacts of these locations that have any of these addresses. */
  findContacts(
    locationIds: readonly LocationId[],
    addresses: readonly EmailAddress[],
  ): Promise<readonly Contact[]>;
  /** Those that have a document. */
  readLocations(ids: readonly LocationId[]): Promise<readonly Location[]>;
  /**
   * One transaction for ledger, messages, conversations, run and mailbox; carried out once, however often the store
   * repeats it.
   * @throws leaseLost when another run has taken the mailbox since; ledgerMoved when an id was ingested meanwhile
   */
  commit(batch: CommitBatch): Promise<Mailbox>;
}

export interface CommitBatch extends CommitClaim {
  readonly mailboxId: MailboxId;
  readonly now: Date;
  /** The lease's new end, for a run that goes on after this commit. */
  readonly leaseUntil: Date;
  readonly ingested: readonly Ingested[];
  /** Deleted in the same transaction: the mailbox's grant, and records of its runs. */
  readonly drop?: { readonly grant?: boolean; readonly runs?: readonly string[] };
  /** What becomes of the mailbox, applied to it as it is stored now. */
  readonly settle?: Settle;
  /** Makes the run's record from the mailbox as settled; undefined while the run goes on. */
  readonly run?: (mailbox: Mailbox) => Run | undefined;
}
