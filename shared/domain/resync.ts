import { fencedOff } from './lease.ts';
import type { Anew } from './ledger.ts';
import type { Mailbox, Recovery, Settle } from './mailbox.ts';
import { AT_THE_BEGINNING } from './progress.ts';
import { earlier } from './recovery.ts';

export interface ResyncQuestion {
  /** How far back. */
  readonly since: Date;
  /** Whether mail that was left out is decided about once more; what failed always is. */
  readonly leftOut: boolean;
  readonly now: Date;
}

type Live = Extract<Mailbox, { status: 'live' }>;

/**
 * Has a live mailbox look again at its mail of some time, as a recovery does, except that no history is lost: deltas go
 * on from the cursor itself. It is written down on the mailbox, so that nothing can lose it. What is under way already
 * begins again with both; its run writes no more, because the page that it is on is of another listing.
 */
export const beginResync =
  (asked: ResyncQuestion): Settle =>
  (mailbox) => {
    if (mailbox.status !== 'live') return mailbox;
    const { recovery } = mailbox;
    const begun = recovery ? withResync(recovery, asked) : newResync(mailbox, asked);
    const lease = recovery ? fencedOff(mailbox.lease) : mailbox.lease;
    return { ...mailbox, lease, recovery: begun, progress: AT_THE_BEGINNING };
  };

function newResync(mailbox: Live, { since, leftOut, now }: ResyncQuestion): Recovery {
  return {
    historyId: mailbox.historyId,
    reachedAt: mailbox.lastSyncAt ?? mailbox.connectedAt,
    since,
    startedAt: now,
    step: 'arrivals',
    hasGap: false,
    anew: { before: now, leftOut },
  };
}

const withResync = (recovery: Recovery, asked: ResyncQuestion): Recovery => ({
  ...recovery,
  since: earlier(asked.since, recovery.since),
  step: 'arrivals',
  anew: both(recovery.anew, { before: asked.now, leftOut: asked.leftOut }),
});

function both(a: Anew | null, b: Anew): Anew {
  if (!a) return b;
  const before = new Date(Math.max(a.before.getTime(), b.before.getTime()));
  return { before, leftOut: a.leftOut || b.leftOut };
}
