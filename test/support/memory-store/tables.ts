import type { PendingConnection, SealedGrant } from '../../../shared/domain/connection.ts';
import type { Conversation } from '../../../shared/domain/conversation.ts';
import type {
  AgentId,
  ContactId,
  ConversationId,
  GmailMessageId,
  LocationId,
  MailboxId,
  MessageId,
} from '../../../shared/domain/ids.ts';
import type { LedgerEntry } from '../../../shared/domain/ledger.ts';
import type { Mailbox } from '../../../shared/domain/mailbox.ts';
import type { Message } from '../../../shared/domain/message.ts';
import type { Run } from '../../../shared/domain/run.ts';
import type { Agent, Contact, Location } from '../../../shared/domain/tenancy.ts';
import { Table } from './table.ts';

/** Firestore's collections, a table each; a mailbox has a ledger and runs of its own. */
export class Tables {
  readonly agents = new Table<AgentId, Agent>();
  readonly locations = new Table<LocationId, Location>();
  readonly contacts = new Table<ContactId, Contact>();
  readonly mailboxes = new Table<MailboxId, Mailbox>();
  readonly conversations = new Table<ConversationId, Conversation>();
  readonly messages = new Table<MessageId, Message>();
  readonly grants = new Table<MailboxId, SealedGrant>();
  readonly pending = new Table<string, PendingConnection>();
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
