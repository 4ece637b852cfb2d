import { finishLeaving } from '../domain/disconnection.ts';
import type { MailboxId } from '../domain/ids.ts';
import type { Mailbox } from '../domain/mailbox.ts';
import type { SyncOutcome } from '../domain/syncOutcome.ts';
import type { SyncDeps } from './deps.ts';
import { emptyLedger } from './emptyLedger.ts';
import { endGrant } from './endGrant.ts';
import type { Progressed } from './ingest.ts';
import type { SyncRun } from './syncRun.ts';
import { holdingLease } from './withLease.ts';

/**
 * Does what is left of a disconnection: ends the grant, and deletes what only this mailbox brought if its agent asked
 * for it. Repeated after a crash it goes on where it stopped: each step finds what is left by looking.
 */
export function leaveMailbox(deps: SyncDeps, mailboxId: MailboxId): Promise<SyncOutcome> {
  return holdingLease(deps, mailboxId, { reason: 'disconnect' }, async (run) => {
    const { mailbox } = run;
    await endGrant(run);
    if (isToBeErased(mailbox) && (await eraseData(run, mailbox)) === 'outOfTime') return 'outOfTime';
    await run.commit([], finishLeaving(deps.clock.now()));
    return 'done';
  });
}

function isToBeErased(mailbox: Mailbox): boolean {
  return mailbox.status === 'disconnected' && mailbox.leaving?.deleteData === true;
}

/** Where nothing was ever listed for this agent, the ledger is a former agent's: their messages stay. */
async function eraseData(run: SyncRun, mailbox: Mailbox): Promise<Progressed> {
  const isOwn = 'resumes' in mailbox && mailbox.resumes !== 'connecting';
  const emptied = await emptyLedger(run, { entries: isOwn ? 'erase' : 'forget' });
  const { mailboxId } = mailbox;
  run.deps.log.event('dataErased', { mailboxId, runId: run.runId, deleted: emptied.entries });
  return emptied.progressed;
}
