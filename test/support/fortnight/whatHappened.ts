import type { Fortnight } from './fortnight.ts';

/** How eventful it was: the lines of the log by their names, and what the log does not tell. */
export function whatHappened(fortnight: Fortnight): Readonly<Record<string, number>> {
  const { counts, cloud, jobs, notifications, store, population, watchesLapsed } = fortnight;
  const calls = population.boxes.map(({ account }) => account.usage.calls.length);
  return {
    ...Object.fromEntries(counts),
    watchesLapsed: watchesLapsed.size,
    functionsHarmed: cloud.harmed,
    notificationsDelivered: notifications.delivered,
    jobsDelivered: jobs.delivered,
    deadLetters: jobs.deadLetters.length + notifications.deadLetters.length,
    gmailCalls: calls.reduce((sum, count) => sum + count, 0),
    messages: store.messages().length,
  };
}
