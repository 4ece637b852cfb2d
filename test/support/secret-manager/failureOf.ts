import { inspect } from 'node:util';
import { SyncError } from '../../../shared/domain/syncError.ts';

/** The `SyncError` that the work has to fail with. */
export async function failureOf(work: Promise<unknown>): Promise<SyncError> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof SyncError)) throw new Error(`expected a SyncError, got ${inspect(error)}`);
  return error;
}
