import type { ConnectDecision, PendingConnection, SealedGrant } from './domain/connection.ts';
import type { StoredPlace } from './domain/explanation.ts';
import type { GmailMessage, HistoryPage, MessageRef } from './domain/gmail.ts';
import type { HistoryId } from './domain/historyId.ts';
import type {
  AgentId,
  EmailAddress,
  GmailMessageId,
  GmailThreadId,
  LocationId,
  MailboxId,
  MessageId,
} from './domain/ids.ts';
import type { Job } from './domain/jobs.ts';
import type { LeaseDecision, LeaseRequest } from './domain/lease.ts';
import type { Ledger, LedgerEntry } from './domain/ledger.ts';
import type { Mailbox, Settle } from './domain/mailbox.ts';
import type { CommitClaim } from './domain/mailboxTransitions.ts';
import type { Ingested } from './domain/planCommit.ts';
import type { Run } from './domain/run.ts';
import type { StoredCopy } from './domain/storedCopy.ts';
import type { Agent, Contact, Location } from './domain/tenancy.ts';

/**
 * Gmail, as one mailbox's grant sees it. Every method is one HTTP call, retried inside only where Gmail says
 * that a repeat is harmless, and throws `SyncError` alone: `rateLimited`, `dailyLimitExceeded`, `unauthorized`,
 * `grantRevoked`, `insufficientScope`, `forbidden`, `unavailable`, `malformedAnswer`, and what the method names.
 */
export interface Gmail {
  getProfile(): Promise<{ emailAddress: EmailAddress; historyId: HistoryId }>;
  /** Up to 500 records a page. A page may have no records and still a next page. @throws historyExpired */
  listHistory(request: { startHistoryId: HistoryId; pageToken?: string }): Promise<HistoryPage>;
  /** The whole message, `format=full`. @throws messageGone */
  getMessage(id: GmailMessageId): Promise<GmailMessage>;
  /** The whole thread's messages, oldest first, drafts and trash included. @throws messageGone */
  getThread(id: GmailThreadId): Promise<readonly GmailMessage[]>;
  /**
   * Newest first, up to 500 a page; without spam and trash, as Gmail's search does it, unless `everywhere`.
   * @throws invalidRequest where Gmail no longer takes the page token
   */
  listMessages(request: MessageSearch): Promise<MessageListPage>;
  /** The labels of one message, without its content. @throws messageGone */
  getLabels(id: GmailMessageId): Promise<readonly string[]>;
  /** The ids of all labels that a message can have: Gmail's own and the person's. */
  listLabels(): Promise<readonly string[]>;
  /** The addresses that the mailbox may send as: its own and its verified aliases. */
  listSendAs(): Promise<readonly EmailAddress[]>;
  /** Starts or renews notifications about every label to `topic`. @throws topicNotPermitted, watchTaken */
  watch(topic: string): Promise<{ historyId: HistoryId; expiration: Date }>;
  /** Ends notifications; harmless when there are none. */
  stopWatch(): Promise<void>;
}

export interface MessageSearch {
  readonly query: string;
  readonly maxResults: number;
  readonly pageToken?: string;
  /** Only messages that have this label. */
  readonly labelId?: string;
  /** Spam and trash as well. */
  readonly everywhere?: boolean;
}

export interface MessageListPage {
  readonly messages: readonly MessageRef[];
  /** Gmail's guess at how many there are in all; it can be far off. */
  readonly estimate: number;
  readonly nextPageToken?: string;
}

/** Google's OAuth for web servers, with PKCE. */
export interface GoogleOAuth {
  /** The consent page: offline access, fresh consent, our scopes. */
  authorizationUrl(request: {
    state: string;
    codeChallenge: string;
    redirectUri: string;
    loginHint?: string;
  }): string;
  /** @throws grantRevoked when the code is used, expired or foreign, unavailable */
  exchangeCode(request: { code: string; codeVerifier: string; redirectUri: string }): Promise<GoogleTokens>;
  /** Ends a grant; a grant that is already dead is no error. @throws unavailable */
  revoke(refreshToken: string): Promise<void>;
}

export interface GoogleTokens {
  /** Absent when Google gave no offline access. */
  readonly refreshToken?: string;
  readonly accessToken: string;
  readonly expiresAt: Date;
  /** What the person really granted; they may have unticked some. */
  readonly scopes: readonly string[];
}

/** Opens a mailbox's Gmail with its stored grant. @throws grantRevoked when there is none, or only one that is newer than the mailbox is known to be; undecryptable */
export interface GmailAccess {
  open(mailbox: Pick<Mailbox, 'mailboxId' | 'grantVersion'>): Promise<Gmail>;
  /** Gmail with tokens that are not stored yet, to learn whose they are. */
  openWith(tokens: GoogleTokens): Gmail;
  /**
   * Ends the stored grant at Google, for good; one that is dead already is no error.
   * @throws grantRevoked when there is none, or only a newer one; unavailable, rateLimited, undecryptable
   */
  revoke(mailbox: Pick<Mailbox, 'mailboxId' | 'grantVersion'>): Promise<void>;
}

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

/** Encrypts refresh tokens for the store. */
export interface GrantSealer {
  seal(mailboxId: MailboxId, refreshToken: string): Promise<string>;
}

/** What an agent is shown, and which mailboxes a poll visits. */
export interface OverviewStore {
  mailboxesOf(uid: AgentId): Promise<readonly Mailbox[]>;
  locations(ids: readonly LocationId[]): Promise<readonly Location[]>;
  /**
   * Mailboxes that sync or should, and whose last run ended before `before`, quietest first, page by page. One that
   * cannot be read is left out and logged: it must not stop the poll for the others.
   */
  quietMailboxes(request: { before: Date; limit: number; after?: Mailbox }): Promise<readonly Mailbox[]>;
  /** Disconnected mailboxes with something left to do, page by page. */
  leavingMailboxes(request: { limit: number; after?: Mailbox }): Promise<readonly Mailbox[]>;
}

/** Stored messages, as a question about them needs them. */
export interface MessageStore {
  /** Those of the messages that are there, one read each, without their content. */
  placesOf(ids: readonly MessageId[]): Promise<readonly StoredPlace[]>;
}

/** The topic `gmail-sync-jobs`. */
export interface JobQueue {
  publish(job: Job): Promise<void>;
}

export interface Clock {
  now(): Date;
  sleep(milliseconds: number): Promise<void>;
}

export interface Random {
  /** A fresh id, unguessable and unique. */
  id(): string;
  /** 256 bits, base64url. */
  token(): string;
}
