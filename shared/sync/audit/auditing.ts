import type { Audit, Found, Looked } from '../../domain/audit/audit.ts';
import type { ConversationRef, StoredEntry } from '../../domain/audit/auditComparison.ts';
import { type NetEffect, untouched } from '../../domain/foldHistory.ts';
import { type ConversationId, type GmailMessageId, GmailThreadId } from '../../domain/ids.ts';
import type { ReservingGmail } from '../pacing/pacedGmail.ts';
import type { SyncRun } from '../syncRun.ts';

/** One page of an audit, under the mailbox's lease. */
export interface Auditing {
  readonly run: SyncRun;
  readonly gmail: ReservingGmail;
  readonly audit: Audit;
  /** Conversations that this job has looked at. */
  readonly checked: Set<ConversationId>;
}

export interface AuditedPage {
  readonly found: Found;
  /** What puts it right. */
  readonly effects: readonly NetEffect[];
  /** Entries that name a message which does not have the mail: to be decided about anew. */
  readonly dangling: ReadonlyMap<GmailMessageId, StoredEntry>;
  /** Stored mail that was looked at, and the conversations that it is in: they are looked at as well. */
  readonly stored: readonly GmailMessageId[];
  readonly conversations: readonly ConversationRef[];
  readonly looked: Partial<Looked>;
  /** How many arrivals there are all in all, as far as Gmail can tell. */
  readonly expected?: number;
  readonly next: string | null;
}

/** Bounds what one page can cost: should all of it be suspect, 2,000 units, a third of a mailbox's minute. */
export const AUDIT_PAGE = 100;

/** As a listing shows it, each by itself: the ledger does not know its thread. */
export const listedAlone = (id: GmailMessageId): NetEffect => ({
  ...untouched({ id, threadId: GmailThreadId(id) }),
  effect: 'listed',
});
