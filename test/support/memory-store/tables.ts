import { randomUUID } from 'node:crypto';
import type { Audit } from '../../../shared/domain/audit/audit.ts';
import type { PendingConnection, SealedGrant } from '../../../shared/domain/connection.ts';
import type { ImportedContact } from '../../../shared/domain/contacts/importContact.ts';
import type { ContactImport } from '../../../shared/domain/contacts/importProgress.ts';
import type { LastWord } from '../../../shared/domain/contacts/importWord.ts';
import type { Conversation } from '../../../shared/domain/conversation.ts';
import type { GhlPlace } from '../../../shared/domain/ghl.ts';
import type { GhlCredential } from '../../../shared/domain/ghlCredential.ts';
import type { PendingGhlLink } from '../../../shared/domain/ghlLink.ts';
import type { HistoryFetch } from '../../../shared/domain/historyFetch.ts';
import type {
  AgentId,
  AuditId,
  ContactId,
  ConversationId,
  GmailMessageId,
  HistoryFetchId,
  ImportId,
  LocationId,
  MailboxId,
  MessageId,
  OutboxEntryId,
  SendId,
  WebhookId,
  WordId,
} from '../../../shared/domain/ids.ts';
import type { LedgerEntry } from '../../../shared/domain/ledger.ts';
import type { Mailbox } from '../../../shared/domain/mailbox.ts';
import type { Message } from '../../../shared/domain/message.ts';
import type { OutboxEntry } from '../../../shared/domain/outbox/outbox.ts';
import type { Relay } from '../../../shared/domain/outbox/relay.ts';
import type { Send } from '../../../shared/domain/outgoing/send.ts';
import type { Round, RoundId } from '../../../shared/domain/rounds/round.ts';
import type { Run } from '../../../shared/domain/run.ts';
import type { Agent, Contact, Location } from '../../../shared/domain/tenancy.ts';
import type { Seen } from '../../../shared/ports/stores/seen.ts';
import { Table } from './table.ts';

/** Firestore's collections, a table each; a mailbox has a ledger and runs of its own. */
export class Tables {
  readonly agents = new Table<AgentId, Agent>();
  readonly locations = new Table<LocationId, Location>();
  readonly contacts = new Table<ContactId, Contact>();
  readonly mailboxes = new Table<MailboxId, Mailbox>();
  readonly conversations = new Table<ConversationId, Conversation>();
  /** Those that the engine could not read: the fields that they have. */
  readonly oddConversations = new Table<ConversationId, Partial<Conversation>>();
  readonly messages = new Table<MessageId, Message>(({ conversationIds }) => conversationIds);
  /** Those that the engine could not read: the conversations that they name. */
  readonly oddMessages = new Table<MessageId, readonly ConversationId[]>();
  readonly grants = new Table<MailboxId, SealedGrant>();
  readonly fetches = new Table<HistoryFetchId, HistoryFetch>();
  readonly audits = new Table<AuditId, Audit>();
  readonly rounds = new Table<RoundId, Round>();
  readonly sends = new Table<SendId, Send>();
  readonly imports = new Table<ImportId, ContactImport>();
  readonly words = new Table<WordId, LastWord>();
  readonly webhooks = new Table<WebhookId, { at: Date }>();
  /** A contact's field `ghl`. */
  readonly saidByGhl = new Table<ContactId, NonNullable<ImportedContact['ghl']>>();
  /** By the minute. */
  readonly quota = new Table<number, number>();
  /** A contact's field `historyWanted`. */
  readonly wantedHistories = new Table<ContactId, true>();
  /** Contacts whose field `searchTerms` the CRM has left out. */
  readonly unsearchable = new Set<ContactId>();
  /** Contacts that are being erased. */
  readonly erasing = new Set<ContactId>();
  readonly outbox = new Table<OutboxEntryId, Seen<OutboxEntry>>();
  readonly relays = new Table<LocationId, Relay>();
  readonly places = new Table<ContactId, GhlPlace>();
  readonly pending = new Table<string, PendingConnection>();
  readonly ghlCredentials = new Table<LocationId, GhlCredential>();
  /** What rotation has sealed anew, by the record's id. */
  readonly resealed = new Table<string, { sealed: string; at: Date }>();
  readonly pendingLinks = new Table<string, PendingGhlLink>();
  /** Ids of documents that listings come upon and cannot read. */
  readonly unreadable = new Set<string>();
  readonly #ledgers = new Map<MailboxId, Table<GmailMessageId, LedgerEntry>>();
  readonly #runs = new Map<MailboxId, Table<string, Run>>();

  ledger(mailboxId: MailboxId): Table<GmailMessageId, LedgerEntry> {
    return tableOf(this.#ledgers, mailboxId);
  }

  runs(mailboxId: MailboxId): Table<string, Run> {
    return tableOf(this.#runs, mailboxId);
  }
}

function tableOf<Key, Document>(
  tables: Map<MailboxId, Table<Key, Document>>,
  mailboxId: MailboxId,
): Table<Key, Document> {
  const table = tables.get(mailboxId) ?? new Table();
  tables.set(mailboxId, table);
  return table;
}

/** The document with a version that nothing had before, as each write gives it one. */
export const versioned = <Document>(document: Document): Seen<Document> => ({
  document,
  version: randomUUID(),
});
