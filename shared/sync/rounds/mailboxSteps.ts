import type { Job } from '../../domain/jobs.ts';
import { isHeld } from '../../domain/lease.ts';
import type { Mailbox } from '../../domain/mailbox.ts';
import { isPutOff } from '../../domain/mailboxTransitions.ts';
import type { JobQueue } from '../../ports/platform.ts';
import type { OverviewStore } from '../../ports/stores/overviewStore.ts';
import type { Page } from '../../ports/stores/page.ts';
import type { RoundStep, RoundTask, Visit } from './roundPlan.ts';

interface MailboxStepDeps {
  readonly overview: OverviewStore;
  readonly jobs: JobQueue;
}

const PAGE = 200;

/** A hundred thousand take ten minutes, and a sixtieth of the quota that Gmail gives a project. */
const PER_MINUTE = 10_000;

/** What a mailbox goes on with. */
export function jobFor({ mailboxId, status }: Mailbox): Job {
  if (status === 'live') return { type: 'delta', mailboxId, reason: 'poll' };
  return { type: status === 'disconnected' ? 'disconnect' : 'initial', mailboxId };
}

/** A delta where the mailbox is live, the first sync again where that has stopped half way. */
export const quietStep = ({ overview, jobs }: MailboxStepDeps): RoundStep => ({
  name: 'quiet',
  page: PAGE,
  perMinute: PER_MINUTE,
  visit: async ({ now, round: { before }, ...page }) =>
    visitFree(await overview.quietMailboxes({ ...page, before }), { jobs, now }),
});

/**
 * What is left to do of disconnections. That must not wait for a lost job for ever: until it is done, nobody can connect
 * the mailbox.
 */
export const leavingStep = ({ overview, jobs }: MailboxStepDeps): RoundStep => ({
  name: 'leaving',
  page: PAGE,
  perMinute: PER_MINUTE,
  visit: async ({ now, round: { before }, ...page }) => {
    const { items, next } = await overview.leavingMailboxes(page);
    return visitFree({ items: items.filter(({ lastRunAt }) => lastRunAt < before), next }, { jobs, now });
  },
});

function visitFree({ items, next }: Page<Mailbox>, { jobs, now }: { jobs: JobQueue; now: Date }): Visit {
  const free = items.filter(({ lease }) => !isHeld(lease, now));
  const due = free.filter((mailbox) => !isResting(mailbox, now));
  const tasks = due.map(
    (mailbox): RoundTask => ({
      counts: {
        queued: 1,
        ...(isStuck(mailbox) && { stuck: 1 }),
        ...(mailbox.status === 'disconnected' && { leaving: 1 }),
      },
      run: () => jobs.publish(jobFor(mailbox)),
    }),
  );
  return { tasks, counts: { paused: free.length - due.length }, next };
}

/** Paused, or its first sync waits for quota: a job goes on with it. */
const isResting = (mailbox: Mailbox, now: Date): boolean =>
  (mailbox.pausedUntil !== null && mailbox.pausedUntil > now) ||
  (mailbox.status === 'backfilling' && isPutOff(mailbox, now));

/** A run has died over it, or its first sync has stopped half way. */
const isStuck = ({ lease, status }: Mailbox): boolean =>
  lease.holder !== null || status === 'connecting' || status === 'backfilling';
