import type { OpenEntry, OutboxEntry } from '../../domain/outbox/outbox.ts';
import type { RelayRun } from './relayRun.ts';

/** Counts what became of an entry, and writes its line. */
export function reportEntry(run: RelayRun, before: OpenEntry, after: OutboxEntry): void {
  if (before === after) return;
  const { log } = run.deps;
  const { locationId, contactId, messageId } = after;
  const about = { locationId, contactId, messageId };
  if (before.state !== 'pending' && (after.state === 'done' || after.state === 'pending')) {
    run.counts.reconciled += 1;
    log.event('outboxReconciled', { ...about, outcome: after.state === 'done' ? 'found' : 'absent' });
  }
  switch (after.state) {
    case 'done':
      run.counts.delivered += 1;
      log.event('outboxDelivered', {
        ...about,
        durationMs: after.doneAt.getTime() - after.createdAt.getTime(),
      });
      return;
    case 'skipped':
      run.counts.skipped += 1;
      log.event('outboxSkipped', { ...about, reason: after.reason });
      return;
    case 'failed': {
      run.counts.failed += 1;
      const { code, operation } = after.lastError;
      log.event('outboxFailed', { ...about, reason: after.reason, code, operation });
      return;
    }
    default: {
      if (!after.lastError || after.lastError === before.lastError) return;
      run.counts.retried += 1;
      const { code, operation } = after.lastError;
      const { attempts: attempt, nextAttemptAt: retryAt } = after;
      log.event('outboxRetried', { ...about, code, operation, attempt, retryAt });
    }
  }
}
