import type { HistoryRecord } from '../domain/gmail.ts';
import type { HistoryId } from '../domain/historyId.ts';
import type { Gmail } from '../ports.ts';

export interface Delta {
  readonly records: readonly HistoryRecord[];
  /** Where the cursor may move once the records are stored. */
  readonly historyId: HistoryId;
  readonly pages: number;
}

/**
 * Lists the history after `startHistoryId`, every page: a page may have no records and still a next page. The
 * cursor that it leads to is the first page's id, because what changes while the later pages are read is not
 * certain to be in them. @throws SyncError historyExpired
 */
export async function readDelta(gmail: Gmail, startHistoryId: HistoryId): Promise<Delta> {
  const first = await gmail.listHistory({ startHistoryId });
  const records = [...first.records];
  let pages = 1;
  for (let pageToken = first.nextPageToken; pageToken; pages += 1) {
    const page = await gmail.listHistory({ startHistoryId, pageToken });
    records.push(...page.records);
    pageToken = page.nextPageToken;
  }
  return { records, historyId: first.historyId, pages };
}
