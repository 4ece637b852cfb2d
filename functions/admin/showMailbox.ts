import { errorAdvice } from '../../shared/domain/advice/failureAdvice.ts';
import { watchRemedy } from '../../shared/domain/advice/watchAdvice.ts';
import type { MailboxId } from '../../shared/domain/ids.ts';
import type { Counters, Mailbox } from '../../shared/domain/mailbox.ts';
import type { Run } from '../../shared/domain/run.ts';
import type { Admin } from './admin.ts';
import { Refused, type Row } from './terminal.ts';

const RUNS = 5;

export async function showMailbox({ app, terminal }: Admin, id: MailboxId): Promise<void> {
  const { store, directory, settings } = app();
  const mailbox = await store.readMailbox(id);
  if (!mailbox) throw unknownMailbox(id);
  const runs = await directory.lastRuns(id, RUNS);
  terminal.record(
    {
      ...identityOf(mailbox),
      ...syncOf(mailbox),
      ...lastErrorOf(mailbox),
      ...watchErrorOf(mailbox, settings.topic),
    },
    {
      counters: countersOf(mailbox.counters),
      runs: runs.map(runOf),
    },
  );
}

export const unknownMailbox = (id: MailboxId): Refused =>
  new Refused(`There is no mailbox ${id}: see "mailboxes list".`);

const identityOf = ({ mailboxId, emailAddress, aliases, uid, connectedAt }: Mailbox): Row => ({
  mailboxId,
  emailAddress,
  aliases,
  uid,
  connectedAt,
});

function syncOf(mailbox: Mailbox): Row {
  const { status, lease, progress, recovery } = mailbox;
  return {
    status,
    stoppedAt: 'since' in mailbox ? mailbox.since : null,
    disconnecting: mailbox.status === 'disconnected' && mailbox.leaving !== null,
    cursor: 'historyId' in mailbox ? mailbox.historyId : null,
    wanted: mailbox.wantedHistoryId,
    watchExpiresAt: ('watch' in mailbox && mailbox.watch?.expiresAt) || null,
    leaseHolder: lease.holder,
    leaseExpiresAt: lease.expiresAt,
    leaseFence: lease.fence,
    pausedUntil: mailbox.pausedUntil,
    progressDone: progress?.done ?? null,
    progressTotal: progress?.total ?? null,
    recoveryStep: recovery?.step ?? null,
    recoverySince: recovery?.since ?? null,
    recoveryAfter: recovery ? (recovery.hasGap ? 'historyExpired' : 'resync') : null,
    lastSyncAt: mailbox.lastSyncAt,
    lastRunAt: mailbox.lastRunAt,
  };
}

const lastErrorOf = ({ lastError }: Mailbox): Row => ({
  lastError: lastError?.code ?? null,
  lastErrorIn: lastError?.operation ?? null,
  lastErrorAt: lastError?.at ?? null,
  advice: lastError ? errorAdvice(lastError.code) : null,
});

const watchErrorOf = ({ watchError }: Mailbox, topic: string | undefined): Row => ({
  watchError: watchError?.code ?? null,
  watchErrorAt: watchError?.at ?? null,
  watchAdvice: watchError ? watchRemedy(watchError.code, topic) : null,
});

const countersOf = ({ stored, skipped }: Counters): readonly Row[] => [
  { reason: 'stored', messages: stored },
  ...Object.entries(skipped).map(([reason, messages]) => ({ reason, messages })),
];

const runOf = ({ runId, trigger, outcome, startedAt, finishedAt, counts }: Run): Row => ({
  startedAt,
  seconds: (finishedAt.getTime() - startedAt.getTime()) / 1000,
  trigger,
  outcome,
  stored: counts.stored,
  skipped: Object.values(counts.skipped).reduce((sum, count) => sum + count, 0),
  runId,
});
