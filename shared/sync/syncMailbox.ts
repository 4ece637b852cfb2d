import type { MailboxId } from '../domain/ids.ts';
import type { SyncTrigger } from '../domain/lease.ts';
import type { SyncOutcome } from '../domain/syncOutcome.ts';
import { catchUp } from './catchUp.ts';
import type { SyncDeps } from './deps.ts';
import { withLease } from './withLease.ts';

/** The one way in which a mailbox is synced, whoever asks: notification, poll, agent or continuation. */
export function syncMailbox(
  deps: SyncDeps,
  mailboxId: MailboxId,
  trigger: SyncTrigger,
): Promise<SyncOutcome> {
  return withLease(deps, mailboxId, trigger, catchUp);
}
