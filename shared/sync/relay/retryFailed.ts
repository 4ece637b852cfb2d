import type { LocationId } from '../../domain/ids.ts';
import type { FailReason, OutboxEntry } from '../../domain/outbox/outbox.ts';
import type { Clock } from '../../ports/platform.ts';
import type { EntryPlace, OutboxStore } from '../../ports/stores.ts';
import { inParallel } from '../inParallel.ts';

const PAGE = 200;

export interface RetryDeps {
  readonly outbox: Pick<OutboxStore, 'entriesIn' | 'retryEntry'>;
  readonly clock: Clock;
}

interface RetryRequest {
  readonly locationId: LocationId;
  readonly reason?: FailReason | undefined;
  /** What failed later stays: so that a repeat ends, however fast they fail again. */
  readonly failedBefore?: Date;
  /** No further page is begun once so many are tried again. */
  readonly enough?: number;
}

/** Has what a location's outbox gave up tried again, oldest mail first. `more`: there may be more to retry. */
export async function retryFailed(
  deps: RetryDeps,
  { locationId, reason, failedBefore, enough = Number.POSITIVE_INFINITY }: RetryRequest,
): Promise<{ retried: number; more: boolean }> {
  const isWanted = (entry: OutboxEntry): boolean =>
    entry.state === 'failed' &&
    (!reason || entry.reason === reason) &&
    (!failedBefore || entry.failedAt < failedBefore);
  let [retried, after]: [number, EntryPlace | null] = [0, null];
  do {
    const from = after ? { after } : {};
    const page = await deps.outbox.entriesIn(locationId, { states: ['failed'], limit: PAGE, ...from });
    const entries = await inParallel(page.items.filter(isWanted), ({ entryId }) =>
      deps.outbox.retryEntry(entryId, deps.clock.now()),
    );
    retried += entries.filter(isRetried).length;
    after = page.next;
  } while (after && retried < enough);
  return { retried, more: after !== null };
}

/** One that has been deleted or logged meanwhile is not. */
export const isRetried = (entry: OutboxEntry | undefined): boolean =>
  entry?.state === 'pending' || entry?.state === 'needsReconcile';
