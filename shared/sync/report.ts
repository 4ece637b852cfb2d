import type { SyncReason } from '../domain/lease.ts';
import type { Ingested } from '../domain/planCommit.ts';
import type { SyncDeps } from './deps.ts';

/** Whatever else a run of these brings is older than it: what a person has asked for, or what a mailbox has missed. */
const PROMPT: ReadonlySet<SyncReason> = new Set<SyncReason>(['push', 'poll', 'syncNow']);

/** One line for each message that was stored or skipped, once it really is. */
export function report(
  { log, clock }: Pick<SyncDeps, 'log' | 'clock'>,
  { trigger, ...ids }: { mailboxId: string; runId: string; trigger: SyncReason },
  ingested: readonly Ingested[],
): void {
  const now = clock.now().getTime();
  for (const item of ingested) {
    if (item.type === 'store' && item.destinations.length > 0) {
      const { gmailId, sentAt } = item.arrival;
      // Gmail's clock and ours may differ by more than a mail takes.
      const latencyMs = item.isNews && PROMPT.has(trigger) ? Math.max(0, now - sentAt.getTime()) : undefined;
      log.event('messageStored', { ...ids, trigger, gmailId, latencyMs });
    }
    if (item.type === 'strike')
      log.event('messageBroken', { ...ids, gmailId: item.gmailId, code: item.error });
    if (item.type === 'skip')
      log.event('messageSkipped', { ...ids, gmailId: item.gmailId, reason: item.reason });
  }
}
