import type { GmailQuota } from '../../domain/quota/gmailUnits.ts';
import { PROJECT_SHARES } from '../../domain/quota/projectShares.ts';
import { SyncError } from '../../domain/syncError.ts';
import type { Clock } from '../../ports/platform.ts';
import type { QuotaStore } from '../../ports/stores/quotaStore.ts';

/** Units that an instance takes at a time: so few that none is left without, so many that few ask. */
const portionOf = (limit: number): number => Math.min(3_000, Math.floor(limit / 10));

const MINUTE_MS = 60_000;

/** The project's quota for work that can wait, shared by all instances. */
export interface ProjectBudget {
  /** @throws SyncError overBudget with the time at which there is more */
  take(units: number): Promise<void>;
}

/** One for an instance: it takes the budget of each minute in portions, and what is left of them ends with the minute. */
export function createProjectBudget({
  store,
  clock,
  quota,
}: {
  store: QuotaStore;
  clock: Clock;
  quota: Pick<GmailQuota, 'project'>;
}): ProjectBudget {
  const limit = Math.floor(quota.project * PROJECT_SHARES.waiting);
  let minute = new Date(0);
  let left = 0;
  let asking: Promise<void> = Promise.resolve();

  async function takeFrom(units: number): Promise<void> {
    const now = clock.now();
    const current = new Date(now.getTime() - (now.getTime() % MINUTE_MS));
    if (current > minute) {
      minute = current;
      left = 0;
    }
    if (left < units) {
      const portion = Math.max(units, portionOf(limit));
      if (!(await store.takeUnits({ minute: current, units: portion, limit }))) {
        const retryAt = new Date(current.getTime() + MINUTE_MS);
        throw new SyncError('overBudget', 'gmail.budget', { retryAt });
      }
      left += portion;
    }
    left -= units;
  }

  return {
    // One after the other: those that come together share a portion.
    take(units) {
      const taken = asking.then(() => takeFrom(units));
      asking = taken.catch(() => undefined);
      return taken;
    },
  };
}
