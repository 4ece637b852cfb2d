import type { EmailAddress, MailboxId } from '../domain/ids.ts';
import { beginBackfill, goLive } from '../domain/mailboxTransitions.ts';
import { turnPage } from '../domain/progress.ts';
import type { SyncOutcome } from '../domain/syncOutcome.ts';
import type { Gmail } from '../ports/gmail.ts';
import { catchUp } from './catchUp.ts';
import type { SyncDeps } from './deps.ts';
import { ingest, type Progressed } from './ingest.ts';
import { listMail } from './listMail.ts';
import { retireLedger } from './retireLedger.ts';
import { retryStruck } from './retryStruck.ts';
import { startWatch } from './startWatch.ts';
import type { SyncRun } from './syncRun.ts';
import { withLease } from './withLease.ts';

/** Small, so that people see how it gets on. */
const PAGE = 100;

/**
 * The initial sync. The cursor is pinned and the watch started before anything is listed, so that what arrives
 * meanwhile is in the delta that closes it. Repeated after a crash it keeps the pin, and fetches only what the
 * ledger does not have; a mailbox that is live already only catches up.
 */
export function backfillMailbox(deps: SyncDeps, mailboxId: MailboxId): Promise<SyncOutcome> {
  return withLease(deps, mailboxId, { reason: 'initial' }, async (run, gmail) => {
    if (run.mailbox.status === 'connecting') {
      if ((await retireLedger(run)) === 'outOfTime') return 'outOfTime';
      await pin(run, gmail);
    }
    const stored = run.mailbox.status === 'backfilling' ? await storeNewest(run, gmail) : 'done';
    return stored === 'done' ? catchUp(run, gmail) : stored;
  });
}

/** Page by page, so that a long backfill goes on where the run before has stopped. */
async function storeNewest(run: SyncRun, gmail: Gmail): Promise<Progressed> {
  const { log, settings } = run.deps;
  const retried = await retryStruck(run, gmail);
  if (retried !== 'done') return retried;
  while (run.mailbox.status === 'backfilling') {
    const left = settings.initialSyncLimit - (run.mailbox.progress?.done ?? 0);
    const page = await listMail(run, gmail, { as: 'listed', maxResults: Math.min(PAGE, left) });
    const isLast = page.nextPageToken === null || page.size >= left;
    const turned = {
      size: page.size,
      estimate: Math.min(page.estimate, settings.initialSyncLimit),
      nextPageToken: isLast ? null : page.nextPageToken,
    };
    const progressed = await ingest(run, gmail, page.effects, { last: turnPage(turned, goLive) });
    if (progressed !== 'done') return progressed;
    if (run.isOutOfTime && !isLast) return 'outOfTime';
  }
  log.event('backfillFinished', { mailboxId: run.mailbox.mailboxId, stored: run.counts.stored });
  return 'done';
}

async function pin(run: SyncRun, gmail: Gmail): Promise<void> {
  const { historyId } = await gmail.getProfile();
  const aliases = await readAliases(gmail, run.mailbox.emailAddress);
  const watch = await startWatch(run.deps, gmail, run.mailbox.mailboxId);
  await run.commit([], beginBackfill(historyId, watch, aliases));
}

/** The verified send-as addresses besides the mailbox's own. */
export async function readAliases(
  gmail: Gmail,
  emailAddress: EmailAddress,
): Promise<readonly EmailAddress[]> {
  const all = await gmail.listSendAs();
  return all.map(({ address }) => address).filter((address) => address !== emailAddress);
}
