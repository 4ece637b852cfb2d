import { PubSubRefusal } from '../../domain/pubsubRefusal.ts';
import { SyncError } from '../../domain/syncError.ts';

/** gRPC status codes. https://grpc.io/docs/guides/status-codes/ */
const DEADLINE_EXCEEDED = 4;
const REFUSALS: Readonly<Record<number, PubSubRefusal['reason']>> = { 5: 'missing', 7: 'forbidden' };
const UNAVAILABLE: readonly unknown[] = [DEADLINE_EXCEEDED, 8, 10, 13, 14];

/** Runs one call; what Pub/Sub throws leaves it as a `PubSubRefusal`, or a `SyncError` where a repeat may heal it. */
export async function translating<T>(
  of: { operation: string; resource: PubSubRefusal['resource']; path: string },
  call: () => Promise<T>,
): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const code = grpcCode(error);
    const reason = REFUSALS[code ?? -1];
    if (reason) throw new PubSubRefusal(reason, { ...of, cause: error });
    if (!UNAVAILABLE.includes(code)) throw error;
    throw new SyncError('unavailable', `pubsub.${of.operation}`, { cause: error });
  }
}

/** We have waited for as long as we wanted to. */
export const isOutOfPatience = (error: unknown): boolean => grpcCode(error) === DEADLINE_EXCEEDED;

function grpcCode(error: unknown): number | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'number' ? code : undefined;
}
