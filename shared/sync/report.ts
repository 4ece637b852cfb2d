import type { MailboxId } from '../domain/ids.ts';
import type { Log } from '../domain/logEvents.ts';
import type { Ingested } from '../domain/planCommit.ts';

/** One line for each message that was stored or skipped, once it really is. */
export function report(log: Log, mailboxId: MailboxId, ingested: readonly Ingested[]): void {
  for (const item of ingested) {
    if (item.type === 'store' && item.destinations.length > 0)
      log.event('messageStored', { mailboxId, gmailId: item.arrival.gmailId });
    if (item.type === 'strike')
      log.event('messageBroken', { mailboxId, gmailId: item.gmailId, code: item.error });
    if (item.type === 'skip')
      log.event('messageSkipped', { mailboxId, gmailId: item.gmailId, reason: item.reason });
  }
}
