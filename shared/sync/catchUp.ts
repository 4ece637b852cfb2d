import { foldHistory } from '../domain/foldHistory.ts';
import type { HistoryId } from '../domain/historyId.ts';
import { deltaCursorOf } from '../domain/mailbox.ts';
import { advanceCursor, isPutOff, keepPlace, leaveToPoll } from '../domain/mailboxTransitions.ts';
import { SyncError } from '../domain/syncError.ts';
import { ingest, type Progressed } from './ingest.ts';
import { orPutOff } from './pacing/orPutOff.ts';
import type { PacedGmail } from './pacing/pacedGmail.ts';
import { readDelta } from './readDelta.ts';
import { goOnRecovering, startRecovery } from './recoverMailbox.ts';
import type { SyncRun } from './syncRun.ts';

/** A notification can be ahead of what `history.list` shows; after these the poll finishes what is left. */
const LAG_RETRIES_MS = [200, 500, 1_000, 2_000];

/** How long a first sync or a recovery goes on without looking for news, where nothing is notified. */
export const DELTA_EVERY_MS = 60_000;

/**
 * Syncs a live mailbox from its cursor until it has passed every history id that was notified meanwhile, then lets
 * the lease go. The cursor moves only to an id that Gmail itself has answered. A recovery that is under way goes on in
 * between: each run of it begins with a delta, and it gives way to whatever is notified, and to a delta every minute.
 */
export async function catchUp(run: SyncRun, gmail: PacedGmail): Promise<Progressed> {
  let lag = 0;
  for (;;) {
    const cursor = run.mailbox.status === 'live' ? deltaCursorOf(run.mailbox) : null;
    if (run.isOver || cursor === null) return 'done';
    if ((await syncDelta(run, gmail, cursor)) === 'outOfTime') return 'outOfTime';
    if (run.mailbox.recovery) {
      const progressed = await recover(run, gmail);
      if (progressed === 'outOfTime' || progressed === 'putOff') return progressed;
      continue;
    }
    lag = deltaCursorOf(run.mailbox) === cursor ? lag + 1 : 0;
    if (run.isOver) return 'done';
    if (lag === 0 && run.isOutOfTime) return 'outOfTime';
    await waitOutLag(run, lag);
  }
}

/** Until a delta is due. A recovery that a job goes on with later is left to it. */
async function recover(run: SyncRun, gmail: PacedGmail): Promise<Progressed> {
  const now = run.deps.clock.now();
  if (isPutOff(run.mailbox, now) && !run.isContinuation) {
    await run.commit([], leaveToPoll(run.mailbox.wantedHistoryId, now));
    return run.isOver ? 'done' : 'interrupted';
  }
  const nextDelta = new Date(now.getTime() + DELTA_EVERY_MS);
  return orPutOff(run, () => goOnRecovering(run, gmail.at('bulk'), nextDelta));
}

async function waitOutLag(run: SyncRun, lag: number): Promise<void> {
  const delay = LAG_RETRIES_MS[lag - 1];
  if (lag > LAG_RETRIES_MS.length) {
    await run.commit([], leaveToPoll(run.mailbox.wantedHistoryId, run.deps.clock.now()));
  } else if (delay !== undefined) await run.deps.clock.sleep(delay);
}

/**
 * One delta of a mailbox whose first sync is under way. Where history does not show what was notified, it will in a
 * minute; where Gmail no longer knows the cursor, a recovery makes up for it once the mailbox is live.
 */
export async function takeInNews(run: SyncRun, gmail: PacedGmail): Promise<Progressed> {
  const cursor = deltaCursorOf(run.mailbox);
  if (cursor === null) return 'done';
  try {
    return await ingestDelta(run, gmail, cursor);
  } catch (error) {
    if (!SyncError.is(error, 'historyExpired')) throw error;
    return 'done';
  }
}

/** A cursor that Gmail no longer knows begins a recovery. */
async function syncDelta(run: SyncRun, gmail: PacedGmail, cursor: HistoryId): Promise<Progressed> {
  try {
    return await ingestDelta(run, gmail, cursor);
  } catch (error) {
    if (!SyncError.is(error, 'historyExpired')) throw error;
    await startRecovery(run, gmail, error);
    return 'done';
  }
}

/** Part by part where the history is long: what is stored of it need not be listed again. */
async function ingestDelta(run: SyncRun, gmail: PacedGmail, cursor: HistoryId): Promise<Progressed> {
  for (;;) {
    const place = run.mailbox.delta?.from === cursor ? run.mailbox.delta : null;
    const toldAt = place?.toldAt ?? run.deps.clock.now();
    const { records, historyId, nextPageToken } = await readDelta(gmail, cursor, place);
    const last = nextPageToken
      ? keepPlace({ from: cursor, pageToken: nextPageToken, historyId, toldAt })
      : advanceCursor(historyId, run.deps.clock.now(), toldAt);
    const progressed = await ingestOnce(run, gmail, foldHistory(records), { last });
    if (progressed !== 'done' || !nextPageToken) return progressed;
    if (run.isOutOfTime) return 'outOfTime';
  }
}

/** An id that another run ingested since the ledger was read is found there the second time. */
async function ingestOnce(...work: Parameters<typeof ingest>): Promise<Progressed> {
  try {
    return await ingest(...work);
  } catch (error) {
    if (!SyncError.is(error, 'ledgerMoved')) throw error;
    return ingest(...work);
  }
}
