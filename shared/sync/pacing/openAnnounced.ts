import { isHeld } from '../../domain/lease.ts';
import type { Mailbox, Settle } from '../../domain/mailbox.ts';
import { countedFrom, spend } from '../../domain/quota/usage.ts';
import type { Gmail } from '../../ports/gmail.ts';
import type { SyncDeps } from '../deps.ts';
import { chargedGmail } from './chargedGmail.ts';

/**
 * A mailbox's Gmail for what a person waits for, without the lease. While a run has most of the quota for a first sync
 * or a recovery, it is told on the mailbox what these calls use, and keeps to the rest: it learns of it with its next
 * commit, and until then leaves a little.
 */
export async function openAnnounced(
  deps: Pick<SyncDeps, 'gmail' | 'store' | 'clock' | 'settings'>,
  mailbox: Mailbox,
): Promise<Gmail> {
  const gmail = await deps.gmail.open(mailbox);
  if (!isInBulk(mailbox, deps.clock.now())) return gmail;
  return chargedGmail(gmail, deps.settings.units, async (units) => {
    // At worst Gmail asks one of the two to slow down.
    await deps.store.update(mailbox.mailboxId, announce(units, deps.clock.now())).catch(() => undefined);
  });
}

const isInBulk = ({ lease, status, recovery }: Mailbox, now: Date): boolean =>
  isHeld(lease, now) && (status === 'backfilling' || recovery !== null);

const announce =
  (units: number, now: Date): Settle =>
  (mailbox) => ({ ...mailbox, usage: countedFrom(spend(mailbox.usage, units, now), now) });
