import type { Counters, MailboxStatus } from './mailbox.ts';

/** What came of one request to sync a mailbox. Failures are thrown. */
export type SyncOutcome =
  | { readonly outcome: 'synced'; readonly counts: Counters }
  /** The notification names nothing new. */
  | { readonly outcome: 'upToDate' }
  /** Another run holds the lease and has been told. */
  | { readonly outcome: 'busy' }
  | { readonly outcome: 'paused'; readonly until: Date }
  /** The mailbox is not in a state in which it syncs. */
  | { readonly outcome: 'blocked'; readonly status: MailboxStatus }
  /** No such mailbox. */
  | { readonly outcome: 'unknown' };
