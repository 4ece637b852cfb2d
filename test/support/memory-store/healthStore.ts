import { FEW, LOOKED_AT, type Some } from '../../../shared/domain/doctor/health.ts';
import { MAILBOX_STATUSES, type Mailbox } from '../../../shared/domain/mailbox.ts';
import type { HealthStore } from '../../../shared/ports/doctor.ts';
import type { Atomically } from './atomically.ts';
import type { Tables } from './tables.ts';

export function memoryHealthStore(tables: Tables, atomically: Atomically): HealthStore {
  const mailboxes = (matches: (mailbox: Mailbox) => boolean) => tables.mailboxes.where(matches);
  const isSyncing = ({ status }: Mailbox) => status === 'backfilling' || status === 'live';
  const watch = (mailbox: Mailbox) => ('watch' in mailbox && isSyncing(mailbox) ? mailbox.watch : undefined);
  return {
    tryRead: () => atomically('tryRead', () => 'answers' as const),

    mailboxHealth: ({ now, quietBefore, endingBefore }) =>
      atomically('mailboxHealth', () => {
        const counts = MAILBOX_STATUSES.map((status) => [
          status,
          mailboxes((mailbox) => mailbox.status === status).length,
        ]);
        const none = { connecting: 0, backfilling: 0, live: 0, reauthRequired: 0, disconnected: 0 };
        const rests = ({ pausedUntil }: Mailbox) => pausedUntil !== null && pausedUntil > now;
        const failing = mailboxes(
          (mailbox) => mailbox.lastError !== null && (isSyncing(mailbox) || mailbox.status === 'connecting'),
        ).slice(0, LOOKED_AT);
        const codes: Record<string, number> = {};
        for (const { lastError } of failing)
          if (lastError) codes[lastError.code] = (codes[lastError.code] ?? 0) + 1;
        const endsIn = (from: number, to: number) =>
          some(
            mailboxes((mailbox) => {
              const end = watch(mailbox)?.expiresAt.getTime();
              return end !== undefined && end >= from && end < to;
            }),
          );
        return {
          byStatus: { ...none, ...Object.fromEntries(counts) },
          quiet: some(
            mailboxes(
              (mailbox) => mailbox.status === 'live' && mailbox.lastRunAt < quietBefore && !rests(mailbox),
            ),
          ),
          lapsed: endsIn(Number.NEGATIVE_INFINITY, now.getTime()),
          ending: endsIn(now.getTime(), endingBefore.getTime()),
          unwatched: some(mailboxes((mailbox) => watch(mailbox) === null)),
          paused: some(mailboxes(rests)),
          failing: { ...some(failing), codes },
        };
      }),

    relayHealth: () =>
      atomically('relayHealth', () => {
        const revoked = tables.locations.where(({ ghl }) => ghl?.status === 'revoked');
        const failed = tables.outbox.where(({ document }) => document.state === 'failed');
        const owners = new Set(failed.map(({ document }) => document.locationId));
        return {
          revoked: {
            count: revoked.length,
            some: revoked.slice(0, FEW).map(({ locationId }) => locationId),
          },
          failed: { count: failed.length, some: [...owners].toSorted().slice(0, FEW) },
        };
      }),

    linkedLocations: (limit) =>
      atomically('linkedLocations', () =>
        tables.locations
          .where(({ ghl }) => ghl?.status === 'linked')
          .slice(0, limit)
          .map(({ locationId }) => locationId),
      ),
  };
}

const some = (found: readonly Mailbox[]): Some => ({
  count: found.length,
  some: found.slice(0, FEW).map(({ mailboxId }) => mailboxId),
});
