import type { Conversation } from '../../../shared/domain/conversation.ts';
import type { MailboxId } from '../../../shared/domain/ids.ts';
import type { LedgerEntry } from '../../../shared/domain/ledger.ts';
import type { Mailbox } from '../../../shared/domain/mailbox.ts';
import type { Message } from '../../../shared/domain/message.ts';
import type { Run } from '../../../shared/domain/run.ts';
import type { Agent, Contact, Location } from '../../../shared/domain/tenancy.ts';
import type { ConnectionStore, OverviewStore, SyncStore } from '../../../shared/ports.ts';
import { atomically, type BeforeEach } from './atomically.ts';
import { memoryConnectionStore } from './connectionStore.ts';
import { memoryOverviewStore } from './overviewStore.ts';
import { memorySyncStore } from './syncStore.ts';
import { Tables } from './tables.ts';

/** The three stores in one, with what a test sees and sets past the ports: at once, and without the hook. */
export interface MemoryStore extends SyncStore, ConnectionStore, OverviewStore {
  mailbox(id: MailboxId): Mailbox | undefined;
  /** By Gmail id. */
  ledger(id: MailboxId): Readonly<Record<string, LedgerEntry>>;
  runs(id: MailboxId): readonly Run[];
  messages(): readonly Message[];
  conversations(): readonly Conversation[];
  putMailbox(mailbox: Mailbox): void;
  putAgent(agent: Agent): void;
  putLocation(location: Location): void;
  putContact(contact: Contact): void;
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
    ...memoryOverviewStore(tables, operation),
    mailbox: (id) => tables.mailboxes.get(id),
    ledger: (id) => Object.fromEntries(tables.ledger(id).entries()),
    runs: (id) => tables.runs(id).where(() => true),
    messages: () => tables.messages.where(() => true),
    conversations: () => tables.conversations.where(() => true),
    putMailbox: (mailbox) => tables.mailboxes.set(mailbox.mailboxId, mailbox),
    putAgent: (agent) => tables.agents.set(agent.uid, agent),
    putLocation: (location) => tables.locations.set(location.locationId, location),
    putContact: (contact) => tables.contacts.set(contact.contactId, contact),
  };
}
