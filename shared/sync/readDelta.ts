import type { HistoryRecord } from '../domain/gmail.ts';
import type { HistoryId } from '../domain/historyId.ts';
import type { DeltaPlace } from '../domain/mailbox.ts';
import { SyncError } from '../domain/syncError.ts';
import type { Gmail } from '../ports/gmail.ts';

/** Pages of 500 records that are folded together: all of them, but for a mailbox that was away for long. */
const PAGES = 20;

export interface Delta {
  readonly records: readonly HistoryRecord[];
  /** Where the cursor may move once all of the history's records are stored. */
  readonly historyId: HistoryId;
  /** Where the history goes on, if this is not all of it. */
  readonly nextPageToken?: string;
}

/**
 * Lists the history after `from`, page by page: a page may have no records and still a next page. The cursor that it
 * leads to is the first page's id, because what changes while the later pages are read is not certain to be in them.
 * It goes on at `place`, one of the same cursor, where a run before has left it there; a page token that Gmail no longer takes is forgotten.
 * @throws SyncError historyExpired
 */
export async function readDelta(gmail: Gmail, from: HistoryId, place: DeltaPlace | null): Promise<Delta> {
  if (place === null) return readPages(gmail, from);
  try {
    return await readPages(gmail, from, place);
  } catch (error) {
    if (!SyncError.is(error, 'invalidRequest')) throw error;
    return readPages(gmail, from);
  }
}

async function readPages(gmail: Gmail, startHistoryId: HistoryId, place?: DeltaPlace): Promise<Delta> {
  const records: HistoryRecord[] = [];
  let historyId = place?.historyId;
  let pageToken = place?.pageToken;
  for (let pages = 0; pages < PAGES; pages += 1) {
    const page = await gmail.listHistory({ startHistoryId, ...(pageToken && { pageToken }) });
    historyId ??= page.historyId;
    records.push(...page.records);
    pageToken = page.nextPageToken;
    if (pageToken === undefined) break;
  }
  return { records, historyId: historyId ?? startHistoryId, ...(pageToken && { nextPageToken: pageToken }) };
}
