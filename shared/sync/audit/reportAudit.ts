import { type Audit, FINDING_KINDS } from '../../domain/audit/audit.ts';
import type { Log } from '../../domain/logEvents.ts';

/** One line for each kind of finding, which raises the alarm, and one for the audit. */
export function reportAudit(log: Log, audit: Audit): void {
  const { auditId, mailboxId, outcome, stoppedBy, looked, findings } = audit;
  const sums = { found: 0, repaired: 0 };
  for (const kind of FINDING_KINDS) {
    const { count: found, repaired } = findings[kind] ?? { count: 0, repaired: 0 };
    if (found > 0) log.event('auditFinding', { mailboxId, auditId, reason: kind, found, repaired });
    sums.found += found;
    sums.repaired += repaired;
  }
  log.event('auditFinished', {
    mailboxId,
    auditId,
    outcome,
    reason: stoppedBy ?? undefined,
    looked: looked.arrivals + looked.copies,
    ...sums,
  });
}
