import type { Counters, MailboxStatus } from './mailbox.ts';
import type { SyncErrorCode } from './syncError.ts';

/** What came of one request to sync a mailbox. What a repeat may heal is thrown instead. */
export type SyncOutcome =
  | { readonly outcome: 'synced'; readonly counts: Counters }
  /** Out of time, or of quota until `notBefore`, with work left: a job goes on with it. */
  | { readonly outcome: 'continued'; readonly counts: Counters; readonly notBefore?: Date }
  /** The notification names nothing new. */
  | { readonly outcome: 'upToDate' }
  /** Another run holds the lease; `handedOver`: it was told of this trigger's history id, and sees to it. */
  | { readonly outcome: 'busy'; readonly handedOver: boolean }
  | { readonly outcome: 'paused'; readonly until: Date }
  /** The mailbox is not in a state in which it syncs. */
  | { readonly outcome: 'blocked'; readonly status: MailboxStatus }
  /** Recorded on the mailbox; a repeat would fail in the same way until somebody acts. */
  | { readonly outcome: 'failed'; readonly code: SyncErrorCode }
  /** No such mailbox. */
  | { readonly outcome: 'unknown' };
