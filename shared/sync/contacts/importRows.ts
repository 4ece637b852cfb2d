import { type ImportHistory, MAX_HISTORIES } from '../../domain/contacts/importProgress.ts';
import type { ReadRow, RowRefusal } from '../../domain/contacts/importRow.ts';
import type { ContactNews, NewsResult } from '../../domain/contacts/importWord.ts';
import { ContactId, type EmailAddress, type LocationId } from '../../domain/ids.ts';
import type { Random } from '../../ports/platform.ts';
import type { HistoryDeps } from '../history/fetchContactHistory.ts';
import { queueWantedHistories, takeNews } from './takeNews.ts';

type Row = ReadRow & { readonly line: number };

/** What became of a row, or would become of it. */
export interface RowResult {
  readonly line: number;
  readonly outcome: 'created' | 'changed' | 'unchanged' | 'refused';
  readonly reason?: RowRefusal | 'taken';
  readonly contactId?: ContactId;
  /** Whether its older mail is searched for. */
  readonly searched: boolean;
  /** Addresses that are none, and those that another contact of the location has. */
  readonly invalid: number;
  readonly conflicts: NewsResult['conflicts'];
}

interface Wanted {
  readonly source: 'csv' | 'google';
  readonly locationId: LocationId;
  readonly history: ImportHistory;
  /** Writes nothing. */
  readonly preview?: boolean;
}

/**
 * Takes over the contacts of a file or an address book, one after the other, and tells what became of each row. Repeated
 * after it was stopped, it finds what it has stored and changes nothing.
 */
export async function* importRows(
  deps: HistoryDeps & { readonly random: Random },
  rows: AsyncIterable<Row> | Iterable<Row>,
  { source, preview = false, ...wanted }: Wanted,
): AsyncGenerator<RowResult> {
  const by = `${source}-${deps.random.id()}`;
  const foreseen = new Set<EmailAddress>();
  let histories = 0;
  if (!preview) await queueWantedHistories(deps, wanted.locationId);
  for await (const row of rows) {
    const { line } = row;
    if (row.outcome === 'refused') {
      yield { line, outcome: 'refused', reason: row.reason, searched: false, invalid: 0, conflicts: [] };
      continue;
    }
    const now = deps.clock.now();
    const news: ContactNews = {
      said: {
        locationId: wanted.locationId,
        ghlContactId: null,
        name: row.name,
        emails: row.emails,
        complete: false,
        nameIsFallback: source === 'google',
      },
      deleted: false,
      at: now,
      seenAt: now,
      by,
      fetchHistory: wanted.history === 'new' && histories < MAX_HISTORIES,
      newId: ContactId(deps.random.id()),
      now,
    };
    const result = await (preview ? deps.tenancy.previewNews(news) : takeNews(deps, news));
    if (result.history !== 'none') histories += 1;
    // A row that an earlier one of a preview would have created is a change of that.
    const isForeseen = preview && row.emails.some((email) => foreseen.has(email));
    if (preview) for (const email of row.emails) foreseen.add(email);
    yield { line, invalid: row.invalid, ...told(result, isForeseen) };
  }
}

function told(
  { outcome, reason, contactId, conflicts, history }: NewsResult,
  isForeseen: boolean,
): Omit<RowResult, 'line' | 'invalid'> {
  if (outcome === 'created' || outcome === 'changed' || outcome === 'unchanged') {
    const become = outcome === 'created' && isForeseen ? 'changed' : outcome;
    const known = contactId !== undefined && !isForeseen && { contactId };
    return { outcome: become, ...known, searched: history !== 'none', conflicts };
  }
  return { outcome: 'refused', ...(reason && { reason }), searched: false, conflicts };
}
