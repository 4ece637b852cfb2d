import type { Mailbox, MailboxStatus } from '../../../shared/domain/mailbox.ts';
import type { OverviewStore } from '../../../shared/ports/stores.ts';
import type { Atomically } from './atomically.ts';
import type { Tables } from './tables.ts';

const POLLED: readonly MailboxStatus[] = ['connecting', 'backfilling', 'live'];

export function memoryOverviewStore(tables: Tables, atomically: Atomically): OverviewStore {
  return {
    mailboxesOf: (uid) =>
      atomically('mailboxesOf', () => tables.mailboxes.where((mailbox) => mailbox.uid === uid)),

    locations: (ids) => atomically('locations', () => ids.flatMap((id) => tables.locations.get(id) ?? [])),

    quietMailboxes: ({ before, limit, after }) =>
      atomically('quietMailboxes', () =>
        tables.mailboxes
          .where(({ status, lastRunAt }) => POLLED.includes(status) && lastRunAt < before)
          .sort(quietestFirst)
          .filter((mailbox) => !after || quietestFirst(after, mailbox) < 0)
          .slice(0, limit),
      ),

    watchesEnding: ({ before, limit, after }) =>
      atomically('watchesEnding', () =>
        tables.mailboxes
          .where((mailbox) => endOf(mailbox) < before.getTime())
          .sort(soonestFirst)
          .filter((mailbox) => !after || soonestFirst(after, mailbox) < 0)
          .slice(0, limit),
      ),

    unwatchedMailboxes: ({ limit, after }) =>
      atomically('unwatchedMailboxes', () =>
        tables.mailboxes
          .where((mailbox) => 'watch' in mailbox && mailbox.watch === null)
          .filter(({ mailboxId }) => !after || after.mailboxId < mailboxId)
          .slice(0, limit),
      ),

    liveMailboxes: ({ limit, after }) =>
      atomically('liveMailboxes', () =>
        tables.mailboxes
          .where(({ status }) => status === 'live')
          .filter(({ mailboxId }) => !after || after.mailboxId < mailboxId)
          .slice(0, limit),
      ),

    leavingMailboxes: ({ limit, after }) =>
      atomically('leavingMailboxes', () =>
        tables.mailboxes
          .where((mailbox) => mailbox.status === 'disconnected' && mailbox.leaving !== null)
          .filter(({ mailboxId }) => !after || after.mailboxId < mailboxId)
          .slice(0, limit),
      ),
  };
}

function quietestFirst(a: Mailbox, b: Mailbox): number {
  const earlier = a.lastRunAt.getTime() - b.lastRunAt.getTime();
  return earlier !== 0 || a.mailboxId === b.mailboxId ? earlier : a.mailboxId < b.mailboxId ? -1 : 1;
}

/** Infinite where there is no watch that could end. */
const endOf = (mailbox: Mailbox): number =>
  ('watch' in mailbox && mailbox.watch?.expiresAt.getTime()) || Number.POSITIVE_INFINITY;

function soonestFirst(a: Mailbox, b: Mailbox): number {
  return endOf(a) - endOf(b) || (a.mailboxId < b.mailboxId ? -1 : Number(a.mailboxId > b.mailboxId));
}
