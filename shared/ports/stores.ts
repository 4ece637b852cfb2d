import type { Audit } from '../domain/audit/audit.ts';
import type { ConversationRef, CopyPlaces, StoredEntry } from '../domain/audit/auditComparison.ts';
import type { ConnectDecision, PendingConnection, SealedGrant } from '../domain/connection.ts';
import type { ContactDecision, WantedContact } from '../domain/contacts/contactChange.ts';
import type { ContactImport } from '../domain/contacts/importProgress.ts';
import type { ContactNews, NewsResult } from '../domain/contacts/importWord.ts';
import type {
  FoundConversation,
  NamedMessage,
  Objection,
  OldConversation,
  Owner,
} from '../domain/conversations/oldConversation.ts';
import type { MoveRequest } from '../domain/conversations/planMerge.ts';
import type { StoredPlace } from '../domain/explanation.ts';
import type { GhlLink, GhlPlace, GhlRecipient } from '../domain/ghl.ts';
import type { GhlSettings } from '../domain/ghlLink.ts';
import type { HistoryFetch } from '../domain/historyFetch.ts';
import type {
  AgentId,
  AuditId,
  ContactId,
  ConversationId,
  EmailAddress,
  GmailMessageId,
  GmailThreadId,
  HistoryFetchId,
  ImportId,
  LocationId,
  MailboxId,
  MessageId,
  OutboxEntryId,
  SendId,
} from '../domain/ids.ts';
import type { LeaseDecision, LeaseRequest } from '../domain/lease.ts';
import type { Ledger, LedgerEntry } from '../domain/ledger.ts';
import type { Mailbox, MailboxStatus, Settle } from '../domain/mailbox.ts';
import type { CommitClaim } from '../domain/mailboxTransitions.ts';
import type { Body, Message } from '../domain/message.ts';
import type { FailReason, LoggedEntry, OpenEntry, OutboxEntry } from '../domain/outbox/outbox.ts';
import type { ChangeRelay, Relay, RelayDecision, RelayRequest } from '../domain/outbox/relay.ts';
import type { AnsweredMessage } from '../domain/outgoing/reply.ts';
import type { ChangeSend, Send } from '../domain/outgoing/send.ts';
import type { Ingested } from '../domain/planCommit.ts';
import type { LimitedCallable, TokenDecision } from '../domain/rateLimit.ts';
import type { HeldMessage } from '../domain/readState.ts';
import type { Round, RoundId } from '../domain/rounds/round.ts';
import type { Run } from '../domain/run.ts';
import type { StoredCopy } from '../domain/storedCopy.ts';
import type { Agent, Contact, Location } from '../domain/tenancy.ts';

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

/** A page of a listing. What cannot be read is logged and left out; `next` alone says whether there is more. */
export interface Page<Item, Place = string> {
  readonly items: readonly Item[];
  /** Where the next page begins; null after the last. */
  readonly next: Place | null;
}

/** What an agent is shown, and which mailboxes the rounds visit. */
export interface OverviewStore {
  mailboxesOf(uid: AgentId): Promise<readonly Mailbox[]>;
  /** Those that are there and can be read. */
  locations(ids: readonly LocationId[]): Promise<readonly Location[]>;
  /** Mailboxes that sync or should, and whose last run ended before `before`, quietest first. */
  quietMailboxes(request: { before: Date; limit: number; after?: string }): Promise<Page<Mailbox>>;
  /** Syncing mailboxes whose watch ends before `before`, the first to end first. */
  watchesEnding(request: { before: Date; limit: number; after?: string }): Promise<Page<Mailbox>>;
  /** Syncing mailboxes that have no watch. */
  unwatchedMailboxes(request: { limit: number; after?: string }): Promise<Page<Mailbox>>;
  /** In the order of their ids. */
  liveMailboxes(request: { limit: number; after?: string }): Promise<Page<Mailbox>>;
  /** Disconnected mailboxes with something left to do. */
  leavingMailboxes(request: { limit: number; after?: string }): Promise<Page<Mailbox>>;
}

/** The rounds over the mailboxes, one document each. */
export interface RoundStore {
  /** One transaction; nothing is written where it stays as it is. One that cannot be read counts as none. */
  changeRound(
    id: RoundId,
    change: (round: Round | undefined) => Round | undefined,
  ): Promise<Round | undefined>;
}

/** A message without its words. */
export type MessageFiles = Pick<Message, 'messageId' | 'locationId' | 'copies' | 'attachments'> &
  Pick<Body, 'truncated'>;

/** Stored messages, as a question about them needs them. */
export interface MessageStore {
  /** Those of the messages that are there, one read each, without their content. */
  placesOf(ids: readonly MessageId[]): Promise<readonly StoredPlace[]>;
  /** What hangs on a message, and in whose mailboxes it is: one read, without its words. */
  filesOf(id: MessageId): Promise<MessageFiles | undefined>;
  /** Where a conversation is: one read. */
  locationOf(id: ConversationId): Promise<LocationId | undefined>;
  /** The visible unread messages of a conversation, newest first: a read each, without their content. */
  unreadOf(id: ConversationId, limit: number): Promise<readonly HeldMessage[]>;
  /** The newest visible message of a conversation that came in. */
  newestInboundOf(id: ConversationId): Promise<HeldMessage | undefined>;
}

/** Contacts, and who works with them. */
export interface TenancyStore {
  readContact(id: ContactId): Promise<Contact | undefined>;
  readLocation(id: LocationId): Promise<Location | undefined>;
  /** The mailboxes of all agents who work in the location. */
  mailboxesIn(id: LocationId): Promise<readonly Mailbox[]>;
  /** One transaction: decides with `saveContact`, then writes the contact. */
  saveContact(wanted: WantedContact): Promise<ContactDecision>;
  /** One transaction: decides with `planNews`, then writes the contact, GHL's last word about it, and the event. */
  applyNews(news: ContactNews): Promise<NewsResult>;
  /** What `applyNews` would come to. */
  previewNews(news: ContactNews): Promise<NewsResult>;
  /** The search for older mail that was wanted is queued: of GHL's contact, or where none is named, of a file's. */
  historyQueued(contact: Pick<Contact, 'contactId' | 'locationId' | 'ghlContactId'>): Promise<void>;
  /** Some of the location's contacts whose search a file has begun, and which is not queued. */
  wantedHistories(id: LocationId, limit: number): Promise<readonly Contact[]>;
  /** The locations that are linked to one of GHL's. */
  linkedTo(ghlLocationId: string): Promise<readonly LocationId[]>;
  /** A location's contacts, a page of them, by their ids. */
  contactsIn(
    id: LocationId,
    page: { limit: number; after?: ContactId | undefined },
  ): Promise<readonly Contact[]>;
  /** All, or a location's; one read for each thousand. */
  countContacts(id?: LocationId): Promise<number>;
  /**
   * Gives a page of contacts, all or a location's, what they are searched by, where the CRM has left that out or behind:
   * a read each, and a write for each that is `outdated`; none in a preview.
   */
  reindexContacts(page: {
    locationId?: LocationId | undefined;
    limit: number;
    after?: ContactId | undefined;
    preview: boolean;
  }): Promise<ReindexedPage>;
}

export interface ReindexedPage {
  readonly looked: number;
  readonly outdated: number;
  /** After which the next page begins. */
  readonly next: ContactId | null;
}

/** Imports of contacts from GHL. */
export interface ImportStore {
  readImport(id: ImportId): Promise<ContactImport | undefined>;
  /** One transaction; nothing is written where it stays as it is. */
  changeImport<Changed extends ContactImport | undefined>(
    id: ImportId,
    change: (existing: ContactImport | undefined) => Changed,
  ): Promise<Changed>;
  /** Imports that are running, and whose last run moved before `before` and not before `since`. */
  quietImports(request: {
    since: Date;
    before: Date;
    limit: number;
    after?: string;
  }): Promise<Page<ContactImport>>;
}

/** Searches for contacts' older mail. */
export interface HistoryFetchStore {
  readFetch(id: HistoryFetchId): Promise<HistoryFetch | undefined>;
  /** One transaction; nothing is written where it stays as it is. */
  changeFetch<Changed extends HistoryFetch | undefined>(
    id: HistoryFetchId,
    change: (fetch: HistoryFetch | undefined) => Changed,
  ): Promise<Changed>;
  /** Those that are running, and have not moved since `before`. */
  quietFetches(request: { before: Date; limit: number; after?: string }): Promise<Page<HistoryFetch>>;
}

/** Comparisons of mailboxes with Gmail: what is stored as they need it, and what they have found. */
export interface AuditStore {
  readAudit(id: AuditId): Promise<Audit | undefined>;
  /** One transaction; nothing is written where it stays as it is. */
  changeAudit<Changed extends Audit | undefined>(
    id: AuditId,
    change: (audit: Audit | undefined) => Changed,
  ): Promise<Changed>;
  /** Those that are running, and have not moved since `before`. */
  quietAudits(request: { before: Date; limit: number; after?: string }): Promise<Page<Audit>>;
  /** The ledger's entries of stored mail, newest first, down to Gmail's time `since`. */
  storedSince(
    mailboxId: MailboxId,
    page: { since: Date; limit: number; pageToken: string | null },
  ): Promise<{ entries: ReadonlyMap<GmailMessageId, StoredEntry>; nextPageToken: string | null }>;
  /** What these messages say of the mailbox: a read each, without their content. */
  copyPlaces(mailboxId: MailboxId, ids: readonly MessageId[]): Promise<CopyPlaces>;
  /**
   * Whether a conversation is as its messages have it, both of one moment: four reads, and one more for each thousand
   * messages. `repair`: in the same transaction it is made so.
   */
  checkConversation(of: ConversationRef, options: { repair: boolean; now: Date }): Promise<'right' | 'wrong'>;
}

/** How much each agent has called. */
export interface RateLimitStore {
  /** One transaction: decides with `takeToken`; 1 read and 1 write, no write where it is refused. */
  takeToken(uid: AgentId, from: LimitedCallable, now: Date): Promise<TokenDecision>;
}

/** What of the project's Gmail quota is taken. */
export interface QuotaStore {
  /** One transaction; false, and nothing taken, where the minute would have more than `limit`. */
  takeUnits(of: { minute: Date; units: number; limit: number }): Promise<boolean>;
}

/** Mails that agents send. */
export interface SendStore {
  readSend(id: SendId): Promise<Send | undefined>;
  /** One transaction; nothing is written where it stays as it is, and it is deleted where nothing is left of it. */
  changeSend(id: SendId, change: ChangeSend): Promise<Send | undefined>;
  /** One read, without its words. */
  readAnswered(id: MessageId): Promise<AnsweredMessage | undefined>;
}

/** A document with the version in which it was read: it is replaced only as long as that is the one stored. */
export interface Seen<Document> {
  readonly document: Document;
  readonly version: string;
}

/** Where a listing of entries is. */
export type EntryPlace = Pick<OutboxEntry, 'sentAt' | 'entryId'>;

/** What is to be logged at GHL. */
export interface OutboxStore {
  /** A location's entries that are still to be logged, oldest mail first. */
  openEntries(
    locationId: LocationId,
    page: { limit: number; after?: EntryPlace },
  ): Promise<Page<Seen<OpenEntry>, EntryPlace>>;
  /** Compare-and-set; undefined where the entry was changed or deleted since. Repeated, it is carried out once. */
  replaceEntry<Entry extends OutboxEntry>(
    seen: Seen<OutboxEntry>,
    entry: Entry,
  ): Promise<Seen<Entry> | undefined>;
  readEntry(id: OutboxEntryId): Promise<OutboxEntry | undefined>;
  /** Of the emails of a contact's thread that are logged, the one that was sent last. */
  lastLogged(thread: { contactId: ContactId; threadId: GmailThreadId }): Promise<LoggedEntry | undefined>;
  /** Locations that have open entries, in the order of their ids: a read each. */
  locationsToRelay(page: { limit: number; after?: LocationId }): Promise<readonly LocationId[]>;
  outboxOf(locationId: LocationId): Promise<OutboxCounts>;
  /** A location's entries in any of these states, oldest mail first. */
  entriesIn(
    locationId: LocationId,
    page: { states: readonly OutboxEntry['state'][]; limit: number; after?: EntryPlace },
  ): Promise<Page<OutboxEntry, EntryPlace>>;
  /** One transaction: has a failed or skipped entry tried again. */
  retryEntry(id: OutboxEntryId, now: Date): Promise<OutboxEntry | undefined>;
  readMail(id: MessageId): Promise<Message | undefined>;
}

export interface OutboxCounts {
  readonly pending: number;
  /** When the mail was sent that has waited longest. */
  readonly oldestPendingAt: Date | null;
  readonly failed: Readonly<Partial<Record<FailReason, number>>>;
}

/** Who drains an outbox, and what is known of its destination. */
export interface RelayStore {
  /** Compare-and-set: decides with `takeRelay`, writes what was decided. */
  takeRelay(request: RelayRequest): Promise<RelayDecision>;
  /** Compare-and-set, as long as it is the holder's; undefined when it no longer is. */
  changeRelay(
    by: { locationId: LocationId; holder: string },
    change: ChangeRelay,
  ): Promise<Relay | undefined>;
  linkOf(locationId: LocationId): Promise<Seen<GhlLink> | undefined>;
  /** GHL no longer takes it: written unless the location was changed since. */
  revokeLink(locationId: LocationId, seen: Seen<GhlLink>): Promise<boolean>;
  readRecipient(id: ContactId): Promise<GhlRecipient | undefined>;
  /** Where the contact is at GHL; a contact that is gone stays gone. */
  rememberRecipient(id: ContactId, place: GhlPlace): Promise<void>;
}

/** What operations set of a location. */
export type LocationSettings = Pick<Location, 'name' | 'shareMailboxes' | 'excluded' | 'skipAutomated'>;

/** What is to become of a location; what is not named stays. */
export type LocationChange = Partial<LocationSettings> & {
  readonly ghl?: LinkChange;
  /** The list that `excluded` was made from: where it is another one by now, nothing is written. */
  readonly excludedBefore?: readonly string[];
};

/** Of a link that is there. */
export type LinkChange = Partial<Pick<GhlSettings, 'logHistory' | 'maxAgeDays' | 'createContacts'>>;

export type LocationDecision =
  | { readonly outcome: 'saved'; readonly location: Location }
  | { readonly outcome: 'unknown' }
  /** A setting of the link was given, and there is none. Nothing is written. */
  | { readonly outcome: 'notLinked' }
  /** `excluded` is not what it was made from. Nothing is written. */
  | { readonly outcome: 'changedMeanwhile' };

/** What operations see and set; of locations and agents the CRM keeps more in their documents, which stays. */
export interface DirectoryStore {
  listLocations(): Promise<readonly Location[]>;
  /** False where there is one of this id. */
  addLocation(id: LocationId, settings: Partial<LocationSettings>): Promise<boolean>;
  /** One transaction; nothing is written where nothing is named. */
  setLocation(id: LocationId, change: LocationChange): Promise<LocationDecision>;
  /** One transaction: what others add to the list at the same time stays. False where there is no such location. */
  addExclusions(id: LocationId, added: readonly string[]): Promise<boolean>;
  /** All, or those who work in the location. */
  listAgents(id?: LocationId): Promise<readonly Agent[]>;
  /** One transaction; somebody who was no agent becomes one. */
  addAgent(
    uid: AgentId,
    to: { locationId: LocationId; email?: string | undefined },
  ): Promise<'added' | 'already' | 'unknownLocation'>;
  /** False where they do not work there. */
  removeAgent(uid: AgentId, from: LocationId): Promise<boolean>;
  /** All, or those in a status; those that cannot be read are left out and logged. */
  listMailboxes(status?: MailboxStatus): Promise<readonly Mailbox[]>;
  /** The mailbox's last runs, newest first. */
  lastRuns(id: MailboxId, limit: number): Promise<readonly Run[]>;
}

/** Conversations as the old system left them: documents that may lack anything. */
export interface ConversationStore {
  /** All, or a location's; one read for each thousand. */
  countConversations(id?: LocationId): Promise<number>;
  /** All, or a location's, a page of them in the order of their ids, a read each; only the last page is not full. */
  conversationPage(page: {
    locationId?: LocationId | undefined;
    limit: number;
    after?: Pick<FoundConversation, 'conversationId'> | undefined;
  }): Promise<readonly FoundConversation[]>;
  findConversation(id: ConversationId): Promise<FoundConversation | undefined>;
  /** The ids of a contact's conversations that come after one, in their order. */
  conversationsAfter(owner: Owner, after: ConversationId, limit: number): Promise<readonly ConversationId[]>;
  /** Messages that name a conversation, in the order of their ids, a read each; only the last page is not full. */
  messagesNaming(
    id: ConversationId,
    page: { limit: number; after?: Pick<NamedMessage, 'messageId'> | undefined },
  ): Promise<readonly NamedMessage[]>;
  /** One transaction for 400 messages at most: decides with `planMove`, then writes them and the conversation that stays. */
  moveMessages(
    request: MoveRequest & { readonly messageIds: readonly MessageId[] },
  ): Promise<{ readonly moved: number } | { readonly objection: Objection }>;
  /** One transaction: decides with `planRemoval`, then writes the conversation that stays, and deletes the old one. */
  removeMerged(
    old: OldConversation,
    into: Pick<MoveRequest, 'to' | 'now'>,
  ): Promise<'removed' | 'gone' | 'kept'>;
}
