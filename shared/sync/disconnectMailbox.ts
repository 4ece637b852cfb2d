import { disconnect } from '../domain/disconnection.ts';
import type { AgentId, MailboxId } from '../domain/ids.ts';
import type { SyncDeps } from './deps.ts';

/**
 * Disconnects an agent's mailbox: as of its answer nothing is synced any more, whatever is under way. A job ends the
 * grant at Google and deletes the data, if they are to be. Asked again it queues that job again, should it be needed.
 * A mailbox that is another agent's is as unknown as one that is not there.
 */
export async function disconnectMailbox(
  { store, jobs, clock, log }: Pick<SyncDeps, 'store' | 'jobs' | 'clock' | 'log'>,
  { mailboxId, ...by }: { mailboxId: MailboxId; uid: AgentId; deleteData: boolean },
): Promise<'disconnected' | 'unknown'> {
  const found = await store.readMailbox(mailboxId);
  // Nothing is written for a stranger: how long the answer takes must not tell either.
  if (found?.uid !== by.uid) return 'unknown';
  const mailbox = await store.update(mailboxId, disconnect({ ...by, now: clock.now() }));
  if (mailbox?.uid !== by.uid || mailbox.status !== 'disconnected') return 'unknown';
  if (found.status !== 'disconnected') log.event('mailboxDisconnected', { mailboxId, agentId: by.uid });
  if (mailbox.leaving) await jobs.publish({ type: 'disconnect', mailboxId });
  return 'disconnected';
}
