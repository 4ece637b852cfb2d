import { NOT_LINKED, WAITS_FOR_POLL } from '../../domain/advice/linkAdvice.ts';
import type { LocationId } from '../../domain/ids.ts';
import type { Log } from '../../domain/logEvents.ts';
import type { Agent } from '../../domain/tenancy.ts';
import type { OutboxQueue } from '../../ports/platform.ts';
import type { EntryPlace } from '../../ports/stores/outboxStore.ts';
import type { TenancyStore } from '../../ports/stores/tenancyStore.ts';
import { type RetryDeps, retryFailed } from '../relay/retryFailed.ts';

/** Of one call: some seconds of work, and no more than 1,000 entries read. */
const ENOUGH = 200;
const PAGES = 5;

export interface RetryOutboxDeps extends RetryDeps {
  readonly tenancy: Pick<TenancyStore, 'readLocation'>;
  readonly outboxQueue: OutboxQueue;
  readonly log: Log;
}

interface Asked {
  readonly agent: Agent;
  readonly locationId: LocationId;
  readonly before?: Date | undefined;
  readonly after?: EntryPlace | undefined;
}

interface Retried {
  readonly retried: number;
  readonly more: boolean;
  /** Where there is more: with it, a further call leaves alone what has failed again since. */
  readonly before?: Date;
  /** Where there is more: with it, a further call goes on from where this one has stopped. */
  readonly after?: EntryPlace;
  readonly advice?: string;
}

/**
 * Has what GoHighLevel refused of a location's mail, or what was given up, tried again; what may have been logged is
 * looked for first. Any agent of the location may; others are told that there is no such location.
 */
export async function retryOutbox(
  deps: RetryOutboxDeps,
  { agent, locationId, before, after }: Asked,
): Promise<Retried | 'unknown'> {
  if (!agent.locationIds.includes(locationId)) return 'unknown';
  const location = await deps.tenancy.readLocation(locationId);
  if (!location) return 'unknown';
  const failedBefore = before ?? deps.clock.now();
  const request = { locationId, failedBefore, enough: ENOUGH, pages: PAGES, after };
  const { retried, next } = await retryFailed(deps, request).catch(async (error: unknown) => {
    // Some may be due already.
    await wake(deps, locationId);
    throw error;
  });
  const isWoken = retried === 0 || (await wake(deps, locationId));
  const advice = location.ghl?.status !== 'linked' ? NOT_LINKED : WAITS_FOR_POLL;
  const isAdvised = retried > 0 && (advice === NOT_LINKED || !isWoken);
  const further = next ? { more: true, before: failedBefore, after: next } : { more: false };
  return { retried, ...further, ...(isAdvised && { advice }) };
}

async function wake({ outboxQueue, log }: RetryOutboxDeps, locationId: LocationId): Promise<boolean> {
  try {
    await outboxQueue.wake(locationId);
    return true;
  } catch (error) {
    log.event('relayNotWoken', { locationId, error });
    return false;
  }
}
