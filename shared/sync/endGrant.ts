import { SyncError } from '../domain/syncError.ts';
import type { SyncRun } from './syncRun.ts';

/**
 * Stops the watch, ends the grant at Google, and deletes it. What a repeat cannot heal is left as it is: the agent can
 * always end the grant in their Google account, and the mailbox has to become free.
 * @throws SyncError unavailable and what else a repeat may heal
 */
export async function endGrant(run: SyncRun): Promise<void> {
  const { deps, mailbox } = run;
  const { mailboxId } = mailbox;
  await unlessHopeless(run, async () => (await deps.gmail.open(mailbox)).stopWatch());
  const isRevoked = await unlessHopeless(run, async () => {
    await deps.gmail.revoke(mailbox);
    return true;
  });
  await run.commit([], undefined, { drop: { grant: true } });
  if (isRevoked) deps.log.event('grantEnded', { mailboxId });
}

async function unlessHopeless<T>({ deps, mailbox }: SyncRun, call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    const isHopeless = error instanceof SyncError && !error.retryable && error.code !== 'dailyLimitExceeded';
    if (!isHopeless) throw error;
    const { code, operation } = error;
    // Dead already, or gone since an earlier attempt: just what is wanted.
    if (code !== 'grantRevoked') {
      deps.log.event('grantNotEnded', { mailboxId: mailbox.mailboxId, code, operation, error });
    }
    return undefined;
  }
}
