import { randomUUID } from 'node:crypto';
import type { FindingKind } from '../../shared/domain/audit/audit.ts';
import { AuditId, type MailboxId } from '../../shared/domain/ids.ts';
import type { Clock } from '../../shared/ports/platform.ts';
import type { SyncDeps } from '../../shared/sync/deps.ts';
import { untilDue } from '../../shared/sync/pacing/untilDue.ts';
import { runJob } from '../../shared/sync/runJob.ts';

/** An audit on demand, to its end: what came of it, and its report. */
export async function audit(
  deps: SyncDeps,
  mailboxId: MailboxId,
  { repair = false, days = 8, auditId = AuditId(randomUUID()) } = {},
) {
  const outcomes: string[] = [];
  const clock = passingClock(deps.clock);
  do {
    const told = await runJob({ ...deps, clock }, { type: 'audit', mailboxId, auditId, days, repair });
    outcomes.push(told.outcome);
    if (told.outcome === 'continued') await untilDue(clock, told.notBefore);
  } while (outcomes.at(-1) === 'continued');
  const report = await deps.audits.readAudit(auditId);
  if (!report) throw new Error('The audit has left no report');
  const kinds = Object.entries(report.findings) as [FindingKind, { ids: readonly string[] }][];
  return {
    auditId,
    outcomes,
    report,
    found: Object.fromEntries(kinds.map(([kind, { ids }]) => [kind, ids])),
  };
}

/** A clock on which the time of a sleep passes also where nobody really waits. */
function passingClock(clock: Clock): Clock {
  let aheadMs = 0;
  const now = () => new Date(clock.now().getTime() + aheadMs);
  return {
    now,
    sleep: async (milliseconds) => {
      const end = now().getTime() + milliseconds;
      await clock.sleep(milliseconds);
      aheadMs += Math.max(0, end - now().getTime());
    },
  };
}
