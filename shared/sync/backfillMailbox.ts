import type { NetEffect } from '../domain/foldHistory.ts';
import type { MessageRef } from '../domain/gmail.ts';
import type { EmailAddress, MailboxId } from '../domain/ids.ts';
import { beginBackfill, goLive, reportProgress } from '../domain/mailboxTransitions.ts';
import type { SyncOutcome } from '../domain/syncOutcome.ts';
import type { Gmail } from '../ports.ts';
import { catchUp } from './catchUp.ts';
import type { SyncDeps } from './deps.ts';
import { ingest } from './ingest.ts';
import { startWatch } from './startWatch.ts';
import type { SyncRun } from './syncRun.ts';
import { withLease } from './withLease.ts';

/** Each autosave of a draft is a message of its own, and chats are no mail. */
const NEWEST_MAIL = '-in:drafts -in:chats';

const PAGE = 500;

/**
 * The initial sync. The cursor is pinned and the watch started before anything is listed, so that what arrives
 * meanwhile is in the delta that closes it. Repeated after a crash it keeps the pin, and fetches only what the
 * ledger does not have; a mailbox that is live already only catches up.
 */
export function backfillMailbox(deps: SyncDeps, mailboxId: MailboxId): Promise<SyncOutcome> {
  return withLease(deps, mailboxId, { reason: 'initial' }, async (run, gmail) => {
    if (run.mailbox.status === 'connecting') await pin(run, gmail);
    if (run.mailbox.status === 'backfilling') await storeNewest(run, gmail);
    await catchUp(run, gmail);
  });
}

async function storeNewest(run: SyncRun, gmail: Gmail): Promise<void> {
  const { log, settings } = run.deps;
  const newest = await listNewest(gmail, settings.initialSyncLimit);
  await ingest(run, gmail, newest.map(asAdded), {
    each: (done) => reportProgress(done, newest.length),
    last: goLive,
  });
  log.event('backfillFinished', { mailboxId: run.mailbox.mailboxId, stored: run.counts.stored });
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
  return (await gmail.listSendAs()).filter((address) => address !== emailAddress);
}

async function listNewest(gmail: Gmail, limit: number): Promise<readonly MessageRef[]> {
  const newest: MessageRef[] = [];
  let pageToken: string | undefined;
  while (newest.length < limit) {
    const maxResults = Math.min(PAGE, limit - newest.length);
    const page = await gmail.listMessages({
      query: NEWEST_MAIL,
      maxResults,
      ...(pageToken && { pageToken }),
    });
    newest.push(...page.messages);
    pageToken = page.nextPageToken;
    if (!pageToken) break;
  }
  return newest;
}

/** A listed message is news to the ledger just as an added one is. */
function asAdded({ id, threadId, labelIds }: MessageRef): NetEffect {
  return { id, threadId, effect: 'added', labels: labelIds, labelsAdded: [], labelsRemoved: [] };
}
