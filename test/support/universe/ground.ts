import type { Conversation } from '../../../shared/domain/conversation.ts';
import type { AgentId, ContactId, EmailAddress, LocationId, MailboxId } from '../../../shared/domain/ids.ts';
import type { LedgerEntry } from '../../../shared/domain/ledger.ts';
import type { Mailbox } from '../../../shared/domain/mailbox.ts';
import type { Message } from '../../../shared/domain/message.ts';
import type { Clock } from '../../../shared/ports/platform.ts';
import type { ImportStore } from '../../../shared/ports/stores/importStore.ts';
import type { SendStore } from '../../../shared/ports/stores/sendStore.ts';
import type { TenancyStore } from '../../../shared/ports/stores/tenancyStore.ts';
import type { SyncDeps } from '../../../shared/sync/deps.ts';
import type { FinishDeps } from '../../../shared/sync/linking/finishConnection.ts';
import type { PollDeps } from '../../../shared/sync/rounds/queuePoll.ts';
import type { GmailSimulator } from '../gmail/gmailSimulator.ts';

/** What a universe stands on: a Gmail, a store, and a clock that only the test moves. */
export interface Ground {
  readonly gmail: GmailSimulator;
  readonly clock: Clock & { pass(milliseconds: number): void };
  readonly product: SyncDeps &
    PollDeps &
    Omit<FinishDeps, 'oauth' | 'gmail'> & {
      readonly imports: ImportStore;
      readonly tenancy: TenancyStore;
      readonly sends: SendStore;
    };
  /** What the CRM writes. */
  location(settings: { excluded: readonly string[]; skipAutomated: boolean }): Promise<LocationId>;
  agent(locationIds: readonly LocationId[]): Promise<AgentId>;
  contact(locationId: LocationId, emails: readonly EmailAddress[]): Promise<ContactId>;
  /** What is stored, read past the product. */
  mailbox(id: MailboxId): Promise<Mailbox | undefined>;
  ledger(id: MailboxId): Promise<Readonly<Record<string, LedgerEntry>>>;
  messages(id: LocationId): Promise<readonly Message[]>;
  conversations(id: LocationId): Promise<readonly Conversation[]>;
}
