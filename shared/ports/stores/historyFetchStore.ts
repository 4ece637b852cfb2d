import type { HistoryFetch } from '../../domain/historyFetch.ts';
import type { HistoryFetchId } from '../../domain/ids.ts';
import type { Page } from './page.ts';

/** Searches for contacts' older mail. */
export interface HistoryFetchStore {
  readFetch(id: HistoryFetchId): Promise<HistoryFetch | undefined>;
  /** One transaction; nothing is written where it stays as it is. */
  changeFetch<Changed extends HistoryFetch | undefined>(
    id: HistoryFetchId,
    change: (fetch: HistoryFetch | undefined) => Changed,
  ): Promise<Changed>;
  /** Those that are running, and have not moved since `before`. */
  quietFetches(request: { before: Date; limit: number; after?: string }): Promise<Page<HistoryFetch>>;
}
