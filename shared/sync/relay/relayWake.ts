import type { LocationId } from '../../domain/ids.ts';
import type { Ingested } from '../../domain/planCommit.ts';
import type { SyncDeps } from '../deps.ts';

/** An event for each location that has something new to log. None fails the sync: the poll makes up for it. */
export function wakeRelays(
  { outboxQueue, log }: Pick<SyncDeps, 'outboxQueue' | 'log'>,
  ingested: readonly Ingested[],
): readonly Promise<void>[] {
  return [...new Set(ingested.flatMap(logging))].map(async (locationId) => {
    try {
      await outboxQueue.wake(locationId);
    } catch (error) {
      log.event('relayNotWoken', { locationId, error });
    }
  });
}

function logging(item: Ingested): readonly LocationId[] {
  if (item.type !== 'store') return [];
  return item.destinations.filter(({ log }) => log === 'pending').map(({ locationId }) => locationId);
}
