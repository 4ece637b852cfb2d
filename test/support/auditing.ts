import { randomUUID } from 'node:crypto';
import type { FindingKind } from '../../shared/domain/audit/audit.ts';
import { AuditId, type MailboxId } from '../../shared/domain/ids.ts';
import type { SyncDeps } from '../../shared/sync/deps.ts';
import { runJob } from '../../shared/sync/runJob.ts';

/** An audit on demand, to its end: what came of it, and its report. */
export async function audit(
  deps: SyncDeps,
  mailboxId: MailboxId,
  { repair = false, days = 8, auditId = AuditId(randomUUID()) } = {},
) {
  const outcomes: string[] = [];
  do outcomes.push((await runJob(deps, { type: 'audit', mailboxId, auditId, days, repair })).outcome);
  while (outcomes.at(-1) === 'continued');
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
