import type { MailboxId } from '../domain/ids.ts';
import type { Watch } from '../domain/mailbox.ts';
import { SyncError } from '../domain/syncError.ts';
import type { Gmail } from '../ports/gmail.ts';
import type { SyncDeps } from './deps.ts';

/**
 * Starts notifications, or says in the log why there are none: then polling does the work. The history id that the
 * watch answers is not used: the cursor belongs to what is stored.
 */
export async function startWatch(deps: SyncDeps, gmail: Gmail, mailboxId: MailboxId): Promise<Watch | null> {
  const { topic } = deps.settings;
  if (topic === undefined) return null;
  try {
    const { expiration } = await watchAlone(gmail, topic);
    deps.log.event('watchStarted', { mailboxId, expiresAt: expiration });
    return { expiresAt: expiration };
  } catch (error) {
    if (!SyncError.is(error, 'topicNotPermitted') && !SyncError.is(error, 'watchTaken')) throw error;
    deps.log.event('watchRefused', { mailboxId, error });
    return null;
  }
}

/** A watch to another topic, of an earlier set-up, is ended first. */
async function watchAlone(gmail: Gmail, topic: string): ReturnType<Gmail['watch']> {
  try {
    return await gmail.watch(topic);
  } catch (error) {
    if (!SyncError.is(error, 'watchTaken')) throw error;
    await gmail.stopWatch();
    return gmail.watch(topic);
  }
}
