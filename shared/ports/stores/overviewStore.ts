import type { AgentId, LocationId } from '../../domain/ids.ts';
import type { Mailbox } from '../../domain/mailbox.ts';
import type { Location } from '../../domain/tenancy.ts';
import type { Page } from './page.ts';

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
