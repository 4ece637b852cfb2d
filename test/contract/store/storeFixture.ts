import type { Conversation } from '../../../shared/domain/conversation.ts';
import type { LocationId, MailboxId } from '../../../shared/domain/ids.ts';
import type { LedgerEntry } from '../../../shared/domain/ledger.ts';
import type { Mailbox } from '../../../shared/domain/mailbox.ts';
import type { Message } from '../../../shared/domain/message.ts';
import type { Run } from '../../../shared/domain/run.ts';
import type { Agent, Contact } from '../../../shared/domain/tenancy.ts';
import type { GhlLinkStore } from '../../../shared/ports/ghl.ts';
import type {
  AuditStore,
  ConnectionStore,
  HistoryFetchStore,
  ImportStore,
  MessageStore,
  OutboxStore,
  OverviewStore,
  RelayStore,
  SendStore,
  SyncStore,
  TenancyStore,
} from '../../../shared/ports/stores.ts';

/** An empty store, a case's own, with what the CRM writes and what a test looks at past the ports. */
export interface StoreFixture extends AsyncDisposable {
  readonly store: SyncStore &
    ConnectionStore &
    GhlLinkStore &
    OverviewStore &
    MessageStore &
    TenancyStore &
    HistoryFetchStore &
    AuditStore &
    ImportStore &
    OutboxStore &
    RelayStore &
    SendStore;
  readonly tenants: {
    location(name?: string): Promise<LocationId>;
    agent(locationIds: readonly LocationId[]): Promise<Agent>;
    contact(locationId: LocationId, person?: { name?: string; emails?: string[] }): Promise<Contact>;
  };
  putMailbox(mailbox: Mailbox): Promise<void>;
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
