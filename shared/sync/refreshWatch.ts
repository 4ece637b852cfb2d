import type { MailboxId } from '../domain/ids.ts';
import type { Mailbox } from '../domain/mailbox.ts';
import { failRenewal, renewWatch, requireReauth } from '../domain/mailboxTransitions.ts';
import { SyncError } from '../domain/syncError.ts';
import { readAliases } from './backfillMailbox.ts';
import type { SyncDeps } from './deps.ts';
import { openAnnounced } from './pacing/openAnnounced.ts';
import { describeFailure } from './settleFailure.ts';
import { startWatch, topicName } from './startWatch.ts';

/**
 * Starts a mailbox's watch anew and reads its aliases; needs no lease, because no cursor is involved. What a repeat
 * cannot heal is recorded on the mailbox; the rest is thrown, to the trigger's retry.
 */
export async function refreshWatch(deps: SyncDeps, mailboxId: MailboxId): Promise<void> {
  const mailbox = await deps.store.readMailbox(mailboxId);
  if (mailbox?.status !== 'live' && mailbox?.status !== 'backfilling') return;
  try {
    const gmail = await openAnnounced(deps, mailbox);
    const aliases = await readAliases(gmail, mailbox.emailAddress);
    const watched = await startWatch(deps, gmail, mailboxId);
    await deps.store.update(mailboxId, renewWatch(watched, aliases));
  } catch (error) {
    if (!(error instanceof SyncError) || error.retryable) throw error;
    await recordFailure(deps, mailbox, error);
  }
}

async function recordFailure(deps: SyncDeps, mailbox: Mailbox, error: SyncError): Promise<void> {
  const { mailboxId, grantVersion, uid } = mailbox;
  const { code, operation } = error;
  const reason = describeFailure(error, deps.clock.now());
  if (code === 'grantRevoked') {
    await deps.store.update(mailboxId, requireReauth(reason, grantVersion));
    deps.log.event('grantRevoked', { mailboxId, agentId: uid, operation });
    return;
  }
  await deps.store.update(mailboxId, failRenewal(reason));
  deps.log.event('watchRefused', { mailboxId, code, operation, topic: topicName(deps), error });
}
