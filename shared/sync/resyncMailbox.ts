import type { MailboxId } from '../domain/ids.ts';
import type { Mailbox, MailboxStatus } from '../domain/mailbox.ts';
import { beginResync } from '../domain/resync.ts';
import type { SyncDeps } from './deps.ts';

export type ResyncOutcome =
  /** `queued`: whether a job was left; without one, the next sync goes on with it, at the latest by the poll. */
  | { readonly outcome: 'begun'; readonly mailbox: Mailbox; readonly queued: boolean }
  /** It does not sync as it is. */
  | { readonly outcome: 'blocked'; readonly status: MailboxStatus }
  | { readonly outcome: 'unknown' };

/**
 * Has a mailbox look again at all of its mail since some time: what is missing is stored, what is gone is marked, and
 * labels are put right, on the way of every other sync. The mailbox itself remembers it, as it does a recovery:
 * whichever run comes next goes on with it, and the job only has one come at once.
 */
export async function resyncMailbox(
  { store, jobs, clock, log }: Pick<SyncDeps, 'store' | 'jobs' | 'clock' | 'log'>,
  { mailboxId, since, leftOut }: { mailboxId: MailboxId; since: Date; leftOut: boolean },
): Promise<ResyncOutcome> {
  const mailbox = await store.update(mailboxId, beginResync({ since, leftOut, now: clock.now() }));
  if (!mailbox) return { outcome: 'unknown' };
  if (mailbox.status !== 'live') return { outcome: 'blocked', status: mailbox.status };
  try {
    await jobs.publish({ type: 'delta', mailboxId, reason: 'continuation' });
    return { outcome: 'begun', mailbox, queued: true };
  } catch (error) {
    log.event('unexpectedFailure', { mailboxId, operation: 'jobs.publish', error });
    return { outcome: 'begun', mailbox, queued: false };
  }
}
