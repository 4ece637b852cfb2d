import type { Mailbox, MailboxStatus } from '../../../shared/domain/mailbox.ts';
import type { OverviewStore } from '../../../shared/ports/stores/overviewStore.ts';
import type { Atomically } from './atomically.ts';
import { listing } from './listing.ts';
import type { Tables } from './tables.ts';

const POLLED: readonly MailboxStatus[] = ['connecting', 'backfilling', 'live'];

export function memoryOverviewStore(tables: Tables, atomically: Atomically): OverviewStore {
  const byId = ({ mailboxId }: Mailbox) => [0, mailboxId] as const;
  return {
    mailboxesOf: (uid) =>
      atomically('mailboxesOf', () => tables.mailboxes.where((mailbox) => mailbox.uid === uid)),

    locations: (ids) => atomically('locations', () => ids.flatMap((id) => tables.locations.get(id) ?? [])),

    quietMailboxes: ({ before, ...page }) =>
      atomically('quietMailboxes', () => {
        const quiet = tables.mailboxes.where(
          ({ status, lastRunAt }) => POLLED.includes(status) && lastRunAt < before,
        );
        const keyOf = ({ lastRunAt, mailboxId }: Mailbox) => [lastRunAt.getTime(), mailboxId] as const;
        return listing(tables, quiet, { ...page, keyOf });
      }),

    watchesEnding: ({ before, ...page }) =>
      atomically('watchesEnding', () => {
        const ending = tables.mailboxes.where((mailbox) => endOf(mailbox) < before.getTime());
        const keyOf = (mailbox: Mailbox) => [endOf(mailbox), mailbox.mailboxId] as const;
        return listing(tables, ending, { ...page, keyOf });
      }),

    unwatchedMailboxes: (page) =>
      atomically('unwatchedMailboxes', () => {
        const unwatched = tables.mailboxes.where((mailbox) => 'watch' in mailbox && mailbox.watch === null);
        return listing(tables, unwatched, { ...page, keyOf: byId });
      }),

    liveMailboxes: (page) =>
      atomically('liveMailboxes', () => {
        const live = tables.mailboxes.where(({ status }) => status === 'live');
        return listing(tables, live, { ...page, keyOf: byId });
      }),

    leavingMailboxes: (page) =>
      atomically('leavingMailboxes', () => {
        const leaving = tables.mailboxes.where(
          (mailbox) => mailbox.status === 'disconnected' && mailbox.leaving !== null,
        );
        return listing(tables, leaving, { ...page, keyOf: byId });
      }),
  };
}

/** Infinite where there is no watch that could end. */
const endOf = (mailbox: Mailbox): number =>
  ('watch' in mailbox && mailbox.watch?.expiresAt.getTime()) || Number.POSITIVE_INFINITY;
