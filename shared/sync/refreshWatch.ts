import type { MailboxId } from '../domain/ids.ts';
import { renewWatch } from '../domain/mailboxTransitions.ts';
import { readAliases } from './backfillMailbox.ts';
import type { SyncDeps } from './deps.ts';
import { startWatch } from './startWatch.ts';

/** Starts the watch of a live mailbox anew and reads its aliases; needs no lease, because no cursor is involved. */
export async function refreshWatch(deps: SyncDeps, mailboxId: MailboxId): Promise<void> {
  const mailbox = await deps.store.readMailbox(mailboxId);
  if (mailbox?.status !== 'live') return;
  const gmail = await deps.gmail.open(mailbox);
  const aliases = await readAliases(gmail, mailbox.emailAddress);
  const watch = await startWatch(deps, gmail, mailboxId);
  await deps.store.update(mailboxId, renewWatch(watch, aliases));
}
