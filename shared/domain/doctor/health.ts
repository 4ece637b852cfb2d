import type { LocationId, MailboxId } from '../ids.ts';
import type { MailboxStatus } from '../mailbox.ts';

/** How many mailboxes, and a few of them. */
export interface Some {
  readonly count: number;
  readonly some: readonly MailboxId[];
}

/** How the sync of all mailboxes goes. */
export interface MailboxHealth {
  readonly byStatus: Readonly<Record<MailboxStatus, number>>;
  /** Live, not resting, and without a run for longer than the poll leaves anybody alone. */
  readonly quiet: Some;
  /** Of those that sync: the watch has ended. */
  readonly lapsed: Some;
  readonly ending: Some;
  readonly unwatched: Some;
  readonly paused: Some;
  /** Of those that sync: what the last run failed with. */
  readonly failing: { readonly codes: Readonly<Record<string, number>> } & Some;
}

/** How the log at GHL goes. */
export interface RelayHealth {
  /** Locations whose link GHL no longer takes. */
  readonly revoked: { readonly count: number; readonly some: readonly LocationId[] };
  /** Entries that were given up. */
  readonly failed: { readonly count: number; readonly some: readonly LocationId[] };
}

export interface HealthTimes {
  readonly now: Date;
  /** Who has had no run since is quiet. */
  readonly quietBefore: Date;
  /** A watch that ends before ends soon. */
  readonly endingBefore: Date;
}

/** How many are named. */
export const FEW = 3;
/** How many are looked at where counting alone does not tell. */
export const LOOKED_AT = 500;

const HOUR_MS = 60 * 60_000;
/** A watch is renewed each day and lives for a week: one that ends this soon was not renewed for days. */
export const WATCH_ENDS_SOON_MS = 48 * HOUR_MS;

export const healthTimes = (now: Date): HealthTimes => ({
  now,
  quietBefore: new Date(now.getTime() - HOUR_MS),
  endingBefore: new Date(now.getTime() + WATCH_ENDS_SOON_MS),
});
