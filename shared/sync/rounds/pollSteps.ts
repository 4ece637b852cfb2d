import { daysOf, redriveAudit } from '../../domain/audit/audit.ts';
import { redriveFetch, waitingMailboxes } from '../../domain/historyFetch.ts';
import { LocationId } from '../../domain/ids.ts';
import type { Log } from '../../domain/logEvents.ts';
import type { Clock, JobQueue, LocationJobQueue, OutboxQueue } from '../../ports/platform.ts';
import type { AuditStore } from '../../ports/stores/auditStore.ts';
import type { HistoryFetchStore } from '../../ports/stores/historyFetchStore.ts';
import type { ImportStore } from '../../ports/stores/importStore.ts';
import type { OutboxStore } from '../../ports/stores/outboxStore.ts';
import type { OverviewStore } from '../../ports/stores/overviewStore.ts';
import { leavingStep, quietStep } from './mailboxSteps.ts';
import type { RoundPlan, RoundStep } from './roundPlan.ts';

export interface PollStepDeps {
  readonly overview: OverviewStore;
  readonly histories: Pick<HistoryFetchStore, 'quietFetches' | 'changeFetch'>;
  readonly imports: Pick<ImportStore, 'quietImports'>;
  readonly audits: Pick<AuditStore, 'quietAudits' | 'changeAudit'>;
  readonly outbox: Pick<OutboxStore, 'locationsToRelay' | 'openEntries'>;
  readonly jobs: JobQueue;
  readonly locationJobs: LocationJobQueue;
  readonly outboxQueue: OutboxQueue;
  readonly clock: Clock;
  readonly log: Log;
}

/** Longer than a run, and than Pub/Sub waits before it delivers a job again. */
const STOPPED_AFTER_MS = 30 * 60_000;

/** GHL's listing is not gone on with after that; somebody has to begin anew. */
const IMPORT_DROPPED_AFTER_MS = 24 * 60 * 60_000;

/** A relay that works logs a mail in seconds, and GHL's short troubles are over by then. */
const OVERDUE_MS = 60 * 60_000;

const earlier = (now: Date, milliseconds: number) => new Date(now.getTime() - milliseconds);

/** All that a poll gets going: mailboxes first, they are what it is for. */
export const pollSteps = (deps: PollStepDeps): RoundPlan['steps'] => [
  quietStep(deps),
  leavingStep(deps),
  historiesStep(deps),
  importsStep(deps),
  auditsStep(deps),
  relaysStep(deps),
];

/** Searches for older mail whose jobs are lost. */
const historiesStep = ({ histories, jobs, clock }: PollStepDeps): RoundStep => ({
  name: 'histories',
  page: 50,
  perMinute: 200,
  visit: async ({ now, ...page }) => {
    const { items, next } = await histories.quietFetches({
      ...page,
      before: earlier(now, STOPPED_AFTER_MS),
    });
    const tasks = items.map((fetch) => ({
      counts: { histories: 1 },
      run: async () => {
        const { jobId: fetchId, attempt } = fetch;
        const waiting = waitingMailboxes(fetch);
        await Promise.all(
          waiting.map((mailboxId) => jobs.publish({ type: 'history', mailboxId, fetchId, attempt })),
        );
        await histories.changeFetch(fetchId, redriveFetch(fetch, clock.now()));
      },
    }));
    return { tasks, next };
  },
});

/** Imports of contacts that were left in the middle. */
const importsStep = ({ imports, locationJobs }: PollStepDeps): RoundStep => ({
  name: 'imports',
  page: 50,
  perMinute: 100,
  visit: async ({ now, ...page }) => {
    const { items, next } = await imports.quietImports({
      ...page,
      since: earlier(now, IMPORT_DROPPED_AFTER_MS),
      before: earlier(now, STOPPED_AFTER_MS),
    });
    const tasks = items.map(({ locationId, attempt }) => ({
      counts: { imports: 1 },
      run: () => locationJobs.publish({ type: 'importContacts', locationId, attempt }),
    }));
    return { tasks, next };
  },
});

/** Audits that were left in the middle. */
const auditsStep = ({ audits, jobs, clock }: PollStepDeps): RoundStep => ({
  name: 'audits',
  page: 50,
  perMinute: 250,
  visit: async ({ now, ...page }) => {
    const { items, next } = await audits.quietAudits({ ...page, before: earlier(now, STOPPED_AFTER_MS) });
    const tasks = items.map((audit) => ({
      counts: { audits: 1 },
      run: async () => {
        const { auditId, mailboxId, repair } = audit;
        await jobs.publish({ type: 'audit', auditId, mailboxId, repair, days: daysOf(audit) });
        await audits.changeAudit(auditId, redriveAudit(audit, clock.now()));
      },
    }));
    return { tasks, next };
  },
});

/**
 * The relay of every linked location that has something to log: what waits for another attempt, what a run that died has
 * left, and what no event told of.
 */
const relaysStep = ({ outbox, overview, outboxQueue, clock, log }: PollStepDeps): RoundStep => ({
  name: 'relays',
  page: 200,
  perMinute: 10_000,
  visit: async ({ limit, after }) => {
    const page = await outbox.locationsToRelay({ limit, ...(after && { after: LocationId(after) }) });
    const linked = (await overview.locations(page)).filter(({ ghl }) => ghl?.status === 'linked');
    const tasks = linked.map(({ locationId }) => ({
      counts: { relays: 1 },
      run: async () => {
        await outboxQueue.wake(locationId);
        const [oldest] = (await outbox.openEntries(locationId, { limit: 1 })).items;
        const waitedMs =
          clock.now().getTime() - (oldest?.document.createdAt.getTime() ?? clock.now().getTime());
        if (waitedMs > OVERDUE_MS) log.event('outboxOverdue', { locationId, durationMs: waitedMs });
      },
    }));
    return { tasks, next: page.length < limit ? null : (page.at(-1) ?? null) };
  },
});
