import { chunksBySize } from '../domain/chunks.ts';
import { isLastStrike } from '../domain/ledger.ts';
import type { Settle } from '../domain/mailbox.ts';
import type { Ingested } from '../domain/planCommit.ts';
import { SyncError, type SyncErrorCode } from '../domain/syncError.ts';
import type { SyncRun } from './syncRun.ts';

/** A transaction's share: well below Firestore's 10 MiB a request, and short enough not to hold others up. */
const COMMIT = { count: 100, bytes: 3 * 1024 * 1024 };

/** What a document takes besides the parts that are measured. */
const OVERHEAD_BYTES = 2_000;

/**
 * Writes what was decided, in as many transactions as it takes. A message that Firestore refuses is found by halving
 * and struck; the others are written. `settle` is carried out with the last write, unless a message has to be tried
 * again.
 * @returns why a message has to be tried again, where one has
 */
export async function commitIngested(
  run: SyncRun,
  items: readonly Ingested[],
  settle?: Settle,
): Promise<SyncErrorCode | undefined> {
  const chunks = chunksBySize(items, COMMIT, sizeOf);
  let broken: SyncErrorCode | undefined;
  for (const chunk of chunks.slice(0, -1)) broken = (await commitChunk(run, chunk)) ?? broken;
  const isWhole = broken === undefined && !items.some(awaitsAnotherStrike);
  return (await commitChunk(run, chunks.at(-1) ?? [], isWhole ? settle : undefined)) ?? broken;
}

async function commitChunk(
  run: SyncRun,
  chunk: readonly Ingested[],
  settle?: Settle,
): Promise<SyncErrorCode | undefined> {
  try {
    await run.commit(chunk, settle);
    return chunk.map(awaitsAnotherStrike).find(Boolean);
  } catch (error) {
    if (!SyncError.is(error, 'unstorable') || !chunk.some(({ type }) => type === 'store')) throw error;
  }
  const [first, ...others] = chunk;
  if (first?.type === 'store' && others.length === 0) {
    const { before, arrival } = first;
    // Stored once more, because it is to be another contact's as well: it stays as it was.
    if (before?.state === 'stored') return commitChunk(run, [], settle);
    const struck: Ingested = { type: 'strike', before, gmailId: arrival.gmailId, error: 'unstorable' };
    return commitChunk(run, [struck], awaitsAnotherStrike(struck) ? undefined : settle);
  }
  const half = Math.ceil(chunk.length / 2);
  const broken = await commitChunk(run, chunk.slice(0, half));
  return (await commitChunk(run, chunk.slice(half), broken ? undefined : settle)) ?? broken;
}

/** Why the message will be tried again; undefined where it is stored, skipped, or has failed for good. */
function awaitsAnotherStrike(item: Ingested): SyncErrorCode | undefined {
  return item.type === 'strike' && !isLastStrike(item.before) ? item.error : undefined;
}

function sizeOf(item: Ingested): number {
  if (item.type !== 'store') return OVERHEAD_BYTES;
  const { body, envelope, attachments } = item.arrival.content;
  const text = [body.text, body.html ?? '', JSON.stringify(envelope), JSON.stringify(attachments)];
  const bytes = text.reduce((sum, part) => sum + Buffer.byteLength(part), OVERHEAD_BYTES);
  return bytes * item.destinations.length;
}
