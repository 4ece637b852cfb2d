import type { Fortnight } from './fortnight.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './spans.ts';

const WEEK_MS = 7 * DAY_MS;

/** What Cloud Scheduler calls, and what Gmail forgets, as long as the time goes on. A call that fails is not repeated. */
export function beginSchedule({ time, cloud, troubles, population, watchesLapsed }: Fortnight): void {
  const every = (intervalMs: number, firstAfterMs: number, call: () => void) => {
    const repeat = () => {
      call();
      time.after(intervalMs, repeat);
    };
    time.after(firstAfterMs, repeat);
  };
  const unheard = (call: Promise<void>) => void call.catch(() => {});
  every(15 * MINUTE_MS, 15 * MINUTE_MS, () => {
    if (troubles.idle.polls) return;
    unheard(cloud.pollMailboxes({ dies: troubles.dying.polls }));
  });
  every(DAY_MS, 3 * HOUR_MS, () => {
    if (!troubles.idle.renewals) unheard(cloud.renewWatches());
  });
  every(WEEK_MS, WEEK_MS - 11 * HOUR_MS, () => unheard(cloud.auditMailboxes()));
  for (const { account } of population.boxes) {
    const seen: string[] = [];
    every(6 * HOUR_MS, 0, () => {
      if (account.watch && account.watch.expiration <= time.now().getTime()) watchesLapsed.add(account);
      seen.push(account.historyId);
      const weekOld = seen.at(-1 - WEEK_MS / (6 * HOUR_MS));
      if (weekOld !== undefined) account.expireHistory(weekOld);
    });
  }
}
