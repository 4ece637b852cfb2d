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
import type { OutboxEntry } from '../../../shared/domain/outbox/outbox.ts';
import type { Run } from '../../../shared/domain/run.ts';
import type { Agent, Contact, Location } from '../../../shared/domain/tenancy.ts';
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
import { atomically, type BeforeEach } from './atomically.ts';
import { memoryAuditStore } from './auditStore.ts';
import { memoryConnectionStore } from './connectionStore.ts';
import { memoryConversationStore } from './conversationStore.ts';
import { memoryGhlLinkStore } from './ghlLinkStore.ts';
import { memoryHealthStore } from './healthStore.ts';
import { memoryHistoryFetchStore } from './historyFetchStore.ts';
import { memoryMessageStore } from './messageStore.ts';
import { memoryOutboxStore } from './outboxStore.ts';
import { memoryOverviewStore } from './overviewStore.ts';
import { memoryPersonStore } from './personStore.ts';
import { memoryQuotaStore } from './quotaStore.ts';
import { memoryRelayStore } from './relayStore.ts';
import { memoryRoundStore } from './roundStore.ts';
import { memorySealedStore } from './sealedStore.ts';
import { memorySendStore } from './sendStore.ts';
import { memorySyncStore } from './syncStore.ts';
import { Tables, versioned } from './tables.ts';
import { memoryImportStore, memoryTenancyStore } from './tenancyStore.ts';

/** All stores in one, with what a test sees and sets past the ports: at once, and without the hook. */
export interface MemoryStore
  extends SyncStore,
    ConnectionStore,
    ConversationStore,
    GhlLinkStore,
    HealthStore,
    SealedStore,
    OverviewStore,
    MessageStore,
    TenancyStore,
    PersonStore,
    ImportStore,
    HistoryFetchStore,
    AuditStore,
    SendStore,
    QuotaStore,
    OutboxStore,
    RelayStore,
    RoundStore {
  mailbox(id: MailboxId): Mailbox | undefined;
  /** By Gmail id. */
  ledger(id: MailboxId): Readonly<Record<string, LedgerEntry>>;
  runs(id: MailboxId): readonly Run[];
  messages(): readonly Message[];
  conversations(): readonly Conversation[];
  outbox(): readonly OutboxEntry[];
  findLocation(id: LocationId): Location | undefined;
  /** From now on listings come upon a document that they cannot read. */
  spoil(id: MailboxId | OutboxEntryId): void;
  putMailbox(mailbox: Mailbox): void;
  putAgent(agent: Agent): void;
  putLocation(location: Location): void;
  putContact(contact: Contact): void;
  /** As the CRM writes it: without what it is searched by. */
  leaveUnsearchable(id: ContactId): void;
  putConversation(conversation: Conversation): void;
  dropConversation(id: ConversationId): void;
  putMail(message: Message, entry: OutboxEntry): void;
  putMessage(message: Message): void;
  /** What the engine could not read. */
  putOddConversation(id: ConversationId, fields: Partial<Conversation>): void;
  putOddMessage(id: MessageId, names: readonly ConversationId[]): void;
  oddConversations(): readonly ConversationId[];
}

/**
 * A store for tests that need thousands of runs: the Firestore store's semantics on plain maps, by the same pure
 * decisions. One contract suite holds both to it. `beforeEach` injects delays, faults and crashes.
 */
export function memoryStore({ beforeEach }: { beforeEach?: BeforeEach } = {}): MemoryStore {
  const tables = new Tables();
  const operation = atomically(beforeEach);
  return {
    ...memorySyncStore(tables, operation),
    ...memoryConnectionStore(tables, operation),
    ...memoryConversationStore(tables, operation),
    ...memoryGhlLinkStore(tables, operation),
    ...memoryHealthStore(tables, operation),
    ...memorySealedStore(tables, operation),
    ...memoryOverviewStore(tables, operation),
    ...memoryMessageStore(tables, operation),
    ...memoryTenancyStore(tables, operation),
    ...memoryPersonStore(tables, operation),
    ...memoryImportStore(tables, operation),
    ...memoryHistoryFetchStore(tables, operation),
    ...memoryAuditStore(tables, operation),
    ...memorySendStore(tables, operation),
    ...memoryQuotaStore(tables, operation),
    ...memoryOutboxStore(tables, operation),
    ...memoryRelayStore(tables, operation),
    ...memoryRoundStore(tables, operation),
    mailbox: (id) => tables.mailboxes.get(id),
    ledger: (id) => Object.fromEntries(tables.ledger(id).entries()),
    runs: (id) => tables.runs(id).where(() => true),
    messages: () => tables.messages.where(() => true),
    conversations: () => tables.conversations.where(() => true),
    outbox: () => tables.outbox.where(() => true).map(({ document }) => document),
    findLocation: (id) => tables.locations.get(id),
    spoil: (id) => void tables.unreadable.add(id),
    putMailbox: (mailbox) => tables.mailboxes.set(mailbox.mailboxId, mailbox),
    putAgent: (agent) => tables.agents.set(agent.uid, agent),
    putLocation: (location) => tables.locations.set(location.locationId, location),
    putContact: (contact) => tables.contacts.set(contact.contactId, contact),
    putConversation: (conversation) => tables.conversations.set(conversation.conversationId, conversation),
    leaveUnsearchable: (id) => tables.unsearchable.add(id),
    dropConversation: (id) => tables.conversations.delete(id),
    putMessage: (message) => tables.messages.set(message.messageId, message),
    putOddConversation: (id, fields) => tables.oddConversations.set(id, fields),
    putOddMessage: (id, names) => tables.oddMessages.set(id, names),
    oddConversations: () => tables.oddConversations.entries().map(([id]) => id),
    putMail: (message, entry) => {
      tables.messages.set(message.messageId, message);
      tables.outbox.set(entry.entryId, versioned(entry));
    },
  };
}
