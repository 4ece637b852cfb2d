import type { AgentId } from './ids.ts';
import { fencedOff, released } from './lease.ts';
import { type Mailbox, NO_COUNTS, type Settle } from './mailbox.ts';
import { stopped } from './stopped.ts';

/**
 * Disconnects the agent's own mailbox: from this moment no run writes to it and no client of another instance goes
 * on with its grant. What is left to do (`leaving`) is a job's. Asked again it changes nothing, unless the data are
 * to be deleted, too; that cannot be taken back.
 */
export const disconnect =
  ({ uid, deleteData, now }: { uid: AgentId; deleteData: boolean; now: Date }): Settle =>
  (mailbox) => {
    if (mailbox.uid !== uid) return mailbox;
    const lease = fencedOff(mailbox.lease);
    if (mailbox.status !== 'disconnected') {
      return {
        ...stopped(mailbox),
        ...NOTHING_UNDER_WAY,
        status: 'disconnected',
        since: now,
        leaving: { deleteData },
        grantVersion: mailbox.grantVersion + 1,
        lease,
        lastRunAt: now,
      };
    }
    const isNew = deleteData && !mailbox.leaving?.deleteData;
    return isNew ? { ...mailbox, lease, pausedUntil: null, leaving: { deleteData } } : mailbox;
  };

/** All is done: the mailbox can be connected again; one whose data were deleted begins anew then. */
export const finishLeaving =
  (now: Date): Settle =>
  (mailbox) => {
    if (mailbox.status !== 'disconnected') return mailbox;
    const { leaving, ...left } = { ...mailbox, lease: released(mailbox.lease), lastRunAt: now };
    const kept: Mailbox = { ...left, ...NOTHING_UNDER_WAY, leaving: null };
    return leaving?.deleteData ? { ...kept, ...NEVER_SYNCED } : kept;
  };

const NOTHING_UNDER_WAY = {
  wantedHistoryId: null,
  pausedUntil: null,
  progress: null,
  delta: null,
  recovery: null,
  lastError: null,
  watchError: null,
};

const NEVER_SYNCED = {
  aliases: [],
  resumes: 'connecting',
  historyId: null,
  counters: NO_COUNTS,
  lastSyncAt: null,
  lastRecoveryAt: null,
  syncedSince: null,
} as const;
