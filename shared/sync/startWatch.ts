import type { MailboxId } from '../domain/ids.ts';
import type { Watched } from '../domain/mailboxTransitions.ts';
import { SyncError } from '../domain/syncError.ts';
import type { Gmail } from '../ports/gmail.ts';
import type { SyncDeps } from './deps.ts';
import { describeFailure } from './settleFailure.ts';

/**
 * Starts notifications, or says in the log and to the mailbox why there are none: then polling does the work. The history id that the
 * watch answers is not used: the cursor belongs to what is stored.
 */
export async function startWatch(deps: SyncDeps, gmail: Gmail, mailboxId: MailboxId): Promise<Watched> {
  const { topic } = deps.settings;
  if (topic === undefined) return { watch: null, watchError: null };
  try {
    const { expiration } = await watchAlone(gmail, topic);
    deps.log.event('watchStarted', { mailboxId, expiresAt: expiration });
    return { watch: { expiresAt: expiration }, watchError: null };
  } catch (error) {
    if (!SyncError.is(error, 'topicNotPermitted') && !SyncError.is(error, 'watchTaken')) throw error;
    const { code, operation } = error;
    deps.log.event('watchRefused', { mailboxId, code, operation, topic: topicName(deps), error });
    return { watch: null, watchError: describeFailure(error, deps.clock.now()) };
  }
}

/** Without its project, as the log has it. */
export const topicName = ({ settings }: Pick<SyncDeps, 'settings'>): string | undefined =>
  settings.topic?.split('/').at(-1);

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
