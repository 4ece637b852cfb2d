import type { Log } from '../domain/logEvents.ts';
import type { GmailQuota, GmailUnits } from '../domain/quota/gmailUnits.ts';
import type { GmailAccess } from '../ports/gmail.ts';
import type { Clock, JobQueue, OutboxQueue, Random } from '../ports/platform.ts';
import type { AuditStore } from '../ports/stores/auditStore.ts';
import type { HistoryFetchStore } from '../ports/stores/historyFetchStore.ts';
import type { MessageStore } from '../ports/stores/messageStore.ts';
import type { SyncStore } from '../ports/stores/syncStore.ts';
import type { ProjectBudget } from './pacing/projectBudget.ts';

/** What every use case of the sync protocol works with. */
export interface SyncDeps {
  readonly store: SyncStore;
  readonly messages: MessageStore;
  readonly histories: HistoryFetchStore;
  readonly audits: AuditStore;
  readonly gmail: GmailAccess;
  readonly budget: ProjectBudget;
  readonly jobs: JobQueue;
  readonly outboxQueue: OutboxQueue;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly settings: SyncSettings;
}

export interface SyncSettings {
  /** Gmail units a call costs this project. */
  readonly units: GmailUnits;
  /** Gmail units that this project may use. */
  readonly quota: GmailQuota;
  /** The topic that Gmail publishes to, `projects/P/topics/T`; undefined where mailboxes are only polled. */
  readonly topic: string | undefined;
  /** A run looks for its end after this many milliseconds, well before its function's deadline. */
  readonly runMs: number;
  /** Newest messages that an initial sync stores. */
  readonly initialSyncLimit: number;
  /** Messages that are not there yet which a fetch of a contact's history brings from a mailbox. */
  readonly historyFetchLimit: number;
}
