import pLimit from 'p-limit';

/** Well below where Gmail answers "Too many concurrent requests for user". */
const CONCURRENT_CALLS = 10;

/**
 * Makes calls to Gmail, several at a time. The first failure ends it: no further call is made, and those under way have
 * ended when it is thrown.
 */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  call: (item: Item, failed: AbortSignal) => Promise<Result>,
): Promise<readonly Result[]> {
  const limit = pLimit(CONCURRENT_CALLS);
  const failed = new AbortController();
  const calls = items.map((item) =>
    limit(async () => {
      failed.signal.throwIfAborted();
      return call(item, failed.signal).catch((error: unknown) => {
        failed.abort(error);
        throw error;
      });
    }),
  );
  const results = await Promise.allSettled(calls);
  failed.signal.throwIfAborted();
  return results.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}
