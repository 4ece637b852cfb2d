import type { Command } from 'commander';
import { type Audit, WEEKLY_DAYS } from '../../shared/domain/audit/audit.ts';
import { AuditId, type MailboxId } from '../../shared/domain/ids.ts';
import type { AuditJob, QueuedJob } from '../../shared/domain/jobs.ts';
import type { SyncOutcome } from '../../shared/domain/syncOutcome.ts';
import type { JobQueue } from '../../shared/ports/platform.ts';
import { auditMailbox } from '../../shared/sync/audit/auditMailbox.ts';
import { untilDue } from '../../shared/sync/pacing/untilDue.ts';
import type { App } from '../app.ts';
import type { Admin } from './admin.ts';
import { mailboxId, wholeDays } from './arguments.ts';
import { progressBar } from './progressBar.ts';
import { unknownMailbox } from './showMailbox.ts';
import { Refused, type Terminal } from './terminal.ts';

interface Told {
  readonly days: number;
  readonly repair?: boolean;
}

/** Adds `audit` to the group of commands about mailboxes. */
export function addAudit(group: Command, admin: Admin): void {
  group
    .command('audit')
    .description(
      'compare a live mailbox with Gmail, and name what is unlike; exits with 1 where something is',
    )
    .argument('<mailbox>', 'its id, or its address', mailboxId)
    .option('--days <n>', 'how far back', wholeDays, WEEKLY_DAYS)
    .option('--repair', 'put right what is found')
    .action((id: MailboxId, told: Told) => audit(admin, id, told));
}

async function audit({ app, terminal }: Admin, id: MailboxId, { days, repair = false }: Told): Promise<void> {
  const deps = app();
  if (!(await deps.store.readMailbox(id))) throw unknownMailbox(id);
  const auditId = AuditId(deps.random.id());
  const outcome = await toItsEnd(deps, terminal, { mailboxId: id, auditId, days, repair });
  const report = await deps.audits.readAudit(auditId);
  if (report?.outcome !== 'finished') throw unfinished(id, outcome, report);
  tell(terminal, report);
}

/** In this process, however long it takes: a job would leave whoever asked without an answer. */
async function toItsEnd(deps: App, terminal: Terminal, job: AuditJob): Promise<SyncOutcome['outcome']> {
  const isOurs = (queued: QueuedJob) => queued.type === 'audit' && queued.auditId === job.auditId;
  const jobs: JobQueue = {
    publish: async (queued) => (isOurs(queued) ? undefined : deps.jobs.publish(queued)),
  };
  const bar = progressBar(terminal, 'Mails');
  try {
    let outcome: SyncOutcome;
    do {
      outcome = await auditMailbox({ ...deps, jobs }, job, ({ done, total }) => bar.show(done, total));
      if (outcome.outcome === 'continued') await untilDue(deps.clock, outcome.notBefore);
    } while (outcome.outcome === 'continued');
    return outcome.outcome;
  } finally {
    bar.stop();
  }
}

function unfinished(id: MailboxId, outcome: SyncOutcome['outcome'], report: Audit | undefined): Refused {
  if (outcome === 'busy')
    return new Refused(
      `The mailbox is being synced by another run: try again, or see "mailboxes show ${id}".`,
    );
  return new Refused(`The audit has stopped (${report?.stoppedBy ?? outcome}): see "mailboxes show ${id}".`);
}

/** @throws Refused where something is left to do: a script sees it by the exit code */
function tell(terminal: Terminal, { auditId, outcome, looked, findings }: Audit): void {
  const found = Object.entries(findings).map(([kind, { count, repaired, ids }]) => ({
    kind,
    count,
    repaired,
    ids,
  }));
  terminal.record({ auditId, outcome, ...looked }, { findings: found });
  const left = found.reduce((sum, { count, repaired }) => sum + count - repaired, 0);
  if (left > 0)
    throw new Refused(
      `${left} found and not put right: look what led to it, then audit again with --repair.`,
    );
}
