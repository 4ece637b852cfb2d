import type { EmailAddress, MailboxId } from '../domain/ids.ts';
import { beginBackfill, goLive, isBehind } from '../domain/mailboxTransitions.ts';
import { turnPage } from '../domain/progress.ts';
import type { SyncOutcome } from '../domain/syncOutcome.ts';
import type { Gmail } from '../ports/gmail.ts';
import { catchUp, DELTA_EVERY_MS, takeInNews } from './catchUp.ts';
import type { SyncDeps } from './deps.ts';
import { ingest, type Progressed } from './ingest.ts';
import { listMail } from './listMail.ts';
import { orPutOff } from './pacing/orPutOff.ts';
import type { PacedGmail, ReservingGmail } from './pacing/pacedGmail.ts';
import { retireLedger } from './retireLedger.ts';
import { retryStruck } from './retryStruck.ts';
import { startWatch } from './startWatch.ts';
import type { SyncRun } from './syncRun.ts';
import { withLease } from './withLease.ts';

/** Small, so that people see how it gets on. */
const PAGE = 100;

/**
 * The initial sync. The cursor is pinned and the watch started before anything is listed, so that what arrives
 * meanwhile comes by deltas: one closes it, and a long one has more of them on its way. Repeated after a crash it keeps the pin, and fetches only what the
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

/**
 * Page by page, so that a long backfill goes on where the run before has stopped. It gives way to whatever is notified,
 * and to a delta every minute.
 */
async function storeNewest(run: SyncRun, gmail: PacedGmail): Promise<Progressed> {
  const { clock, log } = run.deps;
  const inBulk = gmail.at('bulk');
  let nextDelta =
    (run.mailbox.lastSyncAt ?? run.mailbox.syncedSince ?? clock.now()).getTime() + DELTA_EVERY_MS;
  const isDeltaDue = () => isBehind(run.mailbox) || clock.now().getTime() >= nextDelta;
  let storeNext = () => retryStruck(run, inBulk);
  while (run.mailbox.status === 'backfilling') {
    if (isDeltaDue()) {
      if ((await takeInNews(run, gmail)) === 'outOfTime') return 'outOfTime';
      nextDelta = clock.now().getTime() + DELTA_EVERY_MS;
    }
    const progressed = await orPutOff(run, storeNext);
    if (progressed === 'outOfTime' || progressed === 'putOff') return progressed;
    if (progressed === 'done') storeNext = () => storePage(run, inBulk, isDeltaDue);
    if (run.isOutOfTime && run.mailbox.status === 'backfilling') return 'outOfTime';
  }
  log.event('backfillFinished', { mailboxId: run.mailbox.mailboxId, stored: run.counts.stored });
  return 'done';
}

async function storePage(run: SyncRun, gmail: ReservingGmail, givesWay: () => boolean): Promise<Progressed> {
  const { initialSyncLimit } = run.deps.settings;
  const left = initialSyncLimit - (run.mailbox.progress?.done ?? 0);
  const page = await listMail(run, gmail, { as: 'listed', maxResults: Math.min(PAGE, left) });
  const isLast = page.nextPageToken === null || page.size >= left;
  const turned = {
    size: page.size,
    estimate: Math.min(page.estimate, initialSyncLimit),
    nextPageToken: isLast ? null : page.nextPageToken,
  };
  return ingest(run, gmail, page.effects, { last: turnPage(turned, goLive), givesWay });
}

async function pin(run: SyncRun, gmail: Gmail): Promise<void> {
  const { historyId } = await gmail.getProfile();
  const aliases = await readAliases(gmail, run.mailbox.emailAddress);
  const watched = await startWatch(run.deps, gmail, run.mailbox.mailboxId);
  await run.commit([], beginBackfill(historyId, { ...watched, aliases, now: run.deps.clock.now() }));
}

/** The verified send-as addresses besides the mailbox's own. */
export async function readAliases(
  gmail: Gmail,
  emailAddress: EmailAddress,
): Promise<readonly EmailAddress[]> {
  const all = await gmail.listSendAs();
  return all.map(({ address }) => address).filter((address) => address !== emailAddress);
}
