import { foldHistory } from '../domain/foldHistory.ts';
import type { HistoryId } from '../domain/historyId.ts';
import { advanceCursor, leaveToPoll } from '../domain/mailboxTransitions.ts';
import { SyncError } from '../domain/syncError.ts';
import type { Gmail } from '../ports.ts';
import { ingest, type Progressed } from './ingest.ts';
import { readDelta } from './readDelta.ts';
import { goOnRecovering, startRecovery } from './recoverMailbox.ts';
import type { SyncRun } from './syncRun.ts';

/** A notification can be ahead of what `history.list` shows; after these the poll finishes what is left. */
const LAG_RETRIES_MS = [200, 500, 1_000, 2_000];

/**
 * Syncs a live mailbox from its cursor until it has passed every history id that was notified meanwhile, then lets
 * the lease go. The cursor moves only to an id that Gmail itself has answered.
 */
export async function catchUp(run: SyncRun, gmail: Gmail): Promise<Progressed> {
  let lag = 0;
  while (!run.isOver && run.mailbox.status === 'live') {
    const { historyId: cursor, recovery } = run.mailbox;
    const progressed = recovery
      ? await goOnRecovering(run, gmail, recovery)
      : await syncDelta(run, gmail, cursor);
    if (progressed === 'outOfTime') return progressed;
    if (run.isOver) break;
    lag = cursorOf(run) === cursor && !run.mailbox.recovery ? lag + 1 : 0;
    const delay = LAG_RETRIES_MS[lag - 1];
    if (lag > LAG_RETRIES_MS.length) {
      await run.commit([], leaveToPoll(run.mailbox.wantedHistoryId, run.deps.clock.now()));
    } else if (delay !== undefined) await run.deps.clock.sleep(delay);
  }
  return 'done';
}

/** A cursor that Gmail no longer knows begins a recovery, with which the next round goes on. */
async function syncDelta(run: SyncRun, gmail: Gmail, cursor: HistoryId): Promise<Progressed> {
  try {
    return await ingestDelta(run, gmail, cursor);
  } catch (error) {
    if (!SyncError.is(error, 'historyExpired')) throw error;
    await startRecovery(run, gmail, error);
    return 'done';
  }
}

/** An id that another run ingested since the ledger was read is found there the second time. */
async function ingestDelta(run: SyncRun, gmail: Gmail, cursor: HistoryId): Promise<Progressed> {
  const delta = await readDelta(gmail, cursor);
  const effects = foldHistory(delta.records);
  const settle = { last: advanceCursor(delta.historyId, run.deps.clock.now()) };
  try {
    return await ingest(run, gmail, effects, settle);
  } catch (error) {
    if (!SyncError.is(error, 'ledgerMoved')) throw error;
    return ingest(run, gmail, effects, settle);
  }
}

function cursorOf({ mailbox }: SyncRun): HistoryId | undefined {
  return mailbox.status === 'live' ? mailbox.historyId : undefined;
}
