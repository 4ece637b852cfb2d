/**
 * What work in the background may use of the units that Gmail grants the project in a minute. A quarter is left for mail
 * that comes and what people wait for, which asks nobody, while all of it goes on at once.
 */
export const PROJECT_SHARES = {
  /** First syncs, recoveries, searches and audits. */
  waiting: 5 / 8,
  /** Renewals of watches. */
  renewals: 1 / 8,
} as const;
