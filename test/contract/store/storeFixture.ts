import type { Conversation } from '../../../shared/domain/conversation.ts';
import type {
  ContactId,
  ConversationId,
  LocationId,
  MailboxId,
  MessageId,
  OutboxEntryId,
} from '../../../shared/domain/ids.ts';
import type { LedgerEntry } from '../../../shared/domain/ledger.ts';
import type { Mailbox } from '../../../shared/domain/mailbox.ts';
import type { Message } from '../../../shared/domain/message.ts';
import type { Run } from '../../../shared/domain/run.ts';
import type { Agent, Contact } from '../../../shared/domain/tenancy.ts';
import type { HealthStore } from '../../../shared/ports/doctor.ts';
import type { GhlLinkStore } from '../../../shared/ports/ghl.ts';
import type { SealedStore } from '../../../shared/ports/keyring.ts';
import type { PersonStore } from '../../../shared/ports/persons.ts';
import type { AuditStore } from '../../../shared/ports/stores/auditStore.ts';
import type { ConnectionStore } from '../../../shared/ports/stores/connectionStore.ts';
import type { ConversationStore } from '../../../shared/ports/stores/conversationStore.ts';
import type { HistoryFetchStore } from '../../../shared/ports/stores/historyFetchStore.ts';
import type { ImportStore } from '../../../shared/ports/stores/importStore.ts';
import type { MessageStore } from '../../../shared/ports/stores/messageStore.ts';
import type { OutboxStore } from '../../../shared/ports/stores/outboxStore.ts';
import type { OverviewStore } from '../../../shared/ports/stores/overviewStore.ts';
import type { QuotaStore } from '../../../shared/ports/stores/quotaStore.ts';
import type { RelayStore } from '../../../shared/ports/stores/relayStore.ts';
import type { RoundStore } from '../../../shared/ports/stores/roundStore.ts';
import type { SendStore } from '../../../shared/ports/stores/sendStore.ts';
import type { SyncStore } from '../../../shared/ports/stores/syncStore.ts';
import type { TenancyStore } from '../../../shared/ports/stores/tenancyStore.ts';

/** An empty store, a case's own, with what the CRM writes and what a test looks at past the ports. */
export interface StoreFixture extends AsyncDisposable {
  readonly store: SyncStore &
    ConnectionStore &
    ConversationStore &
    GhlLinkStore &
    HealthStore &
    SealedStore &
    OverviewStore &
    MessageStore &
    TenancyStore &
    PersonStore &
    HistoryFetchStore &
    AuditStore &
    ImportStore &
    OutboxStore &
    RelayStore &
    RoundStore &
    QuotaStore &
    SendStore;
  readonly tenants: {
    location(name?: string): Promise<LocationId>;
    agent(locationIds: readonly LocationId[]): Promise<Agent>;
    contact(locationId: LocationId, person?: { name?: string; emails?: string[] }): Promise<Contact>;
  };
  putMailbox(mailbox: Mailbox): Promise<void>;
  /** Makes it what no version can read. */
  spoilMailbox(id: MailboxId): Promise<void>;
  spoilEntry(id: OutboxEntryId): Promise<void>;
  /** As the CRM writes a contact: without what it is searched by. */
  leaveUnsearchable(id: ContactId): Promise<void>;
  putConversation(conversation: Conversation): Promise<void>;
  dropConversation(id: ConversationId): Promise<void>;
  putMessage(message: Message): Promise<void>;
  /** A conversation of which these fields alone are there. */
  putOddConversation(id: ConversationId, fields: Partial<Conversation>): Promise<void>;
  /** A message that the engine could not read. */
  putOddMessage(id: MessageId, names: readonly ConversationId[]): Promise<void>;
  readonly stored: {
    mailbox(id: MailboxId): Promise<Mailbox>;
    /** By Gmail id. */
    ledger(id: MailboxId): Promise<Readonly<Record<string, LedgerEntry>>>;
    runs(id: MailboxId): Promise<readonly Run[]>;
    messages(id: LocationId): Promise<readonly Message[]>;
    conversations(id: LocationId): Promise<readonly Conversation[]>;
  };
}

export type StoreCases = Readonly<Record<string, (fixture: StoreFixture) => Promise<void>>>;
