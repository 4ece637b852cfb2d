import type { Audit } from '../../domain/audit/audit.ts';
import type { ConversationRef, CopyPlaces, StoredEntry } from '../../domain/audit/auditComparison.ts';
import type { AuditId, GmailMessageId, MailboxId, MessageId } from '../../domain/ids.ts';
import type { Page } from './page.ts';

/** Comparisons of mailboxes with Gmail: what is stored as they need it, and what they have found. */
export interface AuditStore {
  readAudit(id: AuditId): Promise<Audit | undefined>;
  /** One transaction; nothing is written where it stays as it is. */
  changeAudit<Changed extends Audit | undefined>(
    id: AuditId,
    change: (audit: Audit | undefined) => Changed,
  ): Promise<Changed>;
  /** Those that are running, and have not moved since `before`. */
  quietAudits(request: { before: Date; limit: number; after?: string }): Promise<Page<Audit>>;
  /** The ledger's entries of stored mail, newest first, down to Gmail's time `since`. */
  storedSince(
    mailboxId: MailboxId,
    page: { since: Date; limit: number; pageToken: string | null },
  ): Promise<{ entries: ReadonlyMap<GmailMessageId, StoredEntry>; nextPageToken: string | null }>;
  /** What these messages say of the mailbox: a read each, without their content. */
  copyPlaces(mailboxId: MailboxId, ids: readonly MessageId[]): Promise<CopyPlaces>;
  /**
   * Whether a conversation is as its messages have it, both of one moment: four reads, and one more for each thousand
   * messages. `repair`: in the same transaction it is made so.
   */
  checkConversation(of: ConversationRef, options: { repair: boolean; now: Date }): Promise<'right' | 'wrong'>;
}
