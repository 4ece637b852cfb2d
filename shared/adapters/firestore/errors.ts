import { SyncError, type SyncErrorCode } from '../../domain/syncError.ts';

/** gRPC status codes that mean something else than a bug of ours. https://grpc.io/docs/guides/status-codes/ */
const CODES: Readonly<Record<number, SyncErrorCode>> = {
  4: 'unavailable',
  6: 'ledgerMoved',
  8: 'unavailable',
  10: 'contention',
  13: 'unavailable',
  14: 'unavailable',
};

/**
 * Runs one store operation; what Firestore throws leaves it as a `SyncError` with the operation's name. `codes`: what
 * a status means to this operation only.
 */
export async function translating<T>(
  operation: string,
  run: () => Promise<T>,
  codes: Readonly<Record<number, SyncErrorCode>> = {},
): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const code = { ...CODES, ...codes }[grpcCode(error) ?? -1];
    throw code ? new SyncError(code, `firestore.${operation}`, { cause: error }) : error;
  }
}

/** The document was changed, or removed, since it was read. */
export const isFailedPrecondition = (error: unknown): boolean => [5, 9].includes(grpcCode(error) ?? -1);

export const isAlreadyThere = (error: unknown): boolean => grpcCode(error) === 6;

function grpcCode(error: unknown): number | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'number' ? code : undefined;
}
