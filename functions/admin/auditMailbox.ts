import { type Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { type Audit, WEEKLY_DAYS } from '../../shared/domain/audit/audit.ts';
import { AuditId, type MailboxId } from '../../shared/domain/ids.ts';
import { auditMailbox } from '../../shared/sync/audit/auditMailbox.ts';
import type { Admin } from './admin.ts';
import { mailboxId } from './arguments.ts';
import { unknownMailbox } from './showMailbox.ts';
import { Refused } from './terminal.ts';

interface Told {
  readonly days: number;
  readonly repair?: boolean;
}

/** Adds `audit` to the group of commands about mailboxes. */
export function addAudit(group: Command, admin: Admin): void {
  group
    .command('audit')
    .description('compare a live mailbox with Gmail, and name what is unlike')
    .argument('<mailbox>', 'its id, or its address', mailboxId)
    .option('--days <n>', 'how far back', wholeDays, WEEKLY_DAYS)
    .option('--repair', 'put right what is found')
    .action((id: MailboxId, told: Told) => audit(admin, id, told));
}

async function audit({ app, terminal }: Admin, id: MailboxId, { days, repair = false }: Told): Promise<void> {
  const deps = app();
  if (!(await deps.store.readMailbox(id))) throw unknownMailbox(id);
  const auditId = AuditId(deps.random.id());
  const { outcome } = await auditMailbox(deps, { mailboxId: id, auditId, days, repair });
  const report = await deps.audits.readAudit(auditId);
  if (outcome === 'busy') throw new Refused('The mailbox is being synced at this moment: try again.');
  if (!report || report.outcome === 'stopped')
    throw new Refused(`The audit has stopped (${report?.stoppedBy ?? outcome}): see "mailboxes show ${id}".`);
  tell(terminal, report);
}

function tell(terminal: Admin['terminal'], { auditId, outcome, looked, findings }: Audit): void {
  const found = Object.entries(findings).map(([kind, { count, repaired, ids }]) => ({
    kind,
    count,
    repaired,
    ids,
  }));
  if (outcome === 'running') terminal.note(`It goes on as a job; its report is audits/${auditId}.`);
  terminal.record({ auditId, outcome, ...looked }, { findings: found });
}

function wholeDays(told: string): number {
  const parsed = z.coerce.number().int().min(1).max(3_650).safeParse(told);
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError('It is not a number from 1 to 3650.');
}
