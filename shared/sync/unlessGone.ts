import { SyncError } from '../domain/syncError.ts';
import type { Clock } from '../ports/platform.ts';

/**
 * What `get` answers of a message; undefined where Gmail does not know the message, not even after these delays: one
 * 404 is no proof. Once the calls beside it have `failed`, nothing is repeated any more.
 */
export async function unlessGone<T>(
  { clock, failed, delays }: { clock: Clock; failed: AbortSignal; delays: readonly number[] },
  get: () => Promise<T>,
): Promise<T | undefined> {
  for (const delay of [...delays, undefined]) {
    try {
      return await get();
    } catch (error) {
      if (!SyncError.is(error, 'messageGone')) throw error;
    }
    if (delay === undefined || failed.aborted) break;
    await clock.sleep(delay);
  }
  return undefined;
}
