import type { LocationId } from '../../domain/ids.ts';
import type { FailReason, OutboxEntry } from '../../domain/outbox/outbox.ts';
import type { Clock } from '../../ports/platform.ts';
import type { EntryPlace, OutboxStore } from '../../ports/stores/outboxStore.ts';
import { inParallel } from '../inParallel.ts';

const PAGE = 200;

const ALL = Number.POSITIVE_INFINITY;

export interface RetryDeps {
  readonly outbox: Pick<OutboxStore, 'entriesIn' | 'retryEntry'>;
  readonly clock: Clock;
}

interface RetryRequest {
  readonly locationId: LocationId;
  readonly reason?: FailReason | undefined;
  /** What failed later stays: so that a repeat ends, however fast they fail again. */
  readonly failedBefore?: Date;
  /** At most so many are tried again. */
  readonly enough?: number;
  /** At most so many pages are looked at, also where nothing in them is wanted. */
  readonly pages?: number;
  /** Where the call before has stopped. */
  readonly after?: EntryPlace | undefined;
}

/** Has what a location's outbox gave up tried again, oldest mail first. `next`: there may be more to retry from there. */
export async function retryFailed(
  deps: RetryDeps,
  request: RetryRequest,
): Promise<{ retried: number; next: EntryPlace | null }> {
  const { locationId, reason, failedBefore, enough = ALL, pages = ALL } = request;
  const isWanted = (entry: OutboxEntry): boolean =>
    entry.state === 'failed' &&
    (!reason || entry.reason === reason) &&
    (!failedBefore || entry.failedAt < failedBefore);
  let [retried, looked, next]: [number, number, EntryPlace | null] = [0, 0, request.after ?? null];
  do {
    const limit = Math.min(PAGE, enough - retried);
    const from = next ? { after: next } : {};
    const page = await deps.outbox.entriesIn(locationId, { states: ['failed'], limit, ...from });
    const entries = await inParallel(page.items.filter(isWanted), ({ entryId }) =>
      deps.outbox.retryEntry(entryId, deps.clock.now()),
    );
    retried += entries.filter(isRetried).length;
    looked += 1;
    next = page.next;
  } while (next && retried < enough && looked < pages);
  return { retried, next };
}

/** One that has been deleted or logged meanwhile is not. */
export const isRetried = (entry: OutboxEntry | undefined): boolean =>
  entry?.state === 'pending' || entry?.state === 'needsReconcile';
