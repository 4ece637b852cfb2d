import { type ImportHistory, MAX_HISTORIES } from '../../domain/contacts/importProgress.ts';
import type { ReadRow } from '../../domain/contacts/importRow.ts';
import type { ContactNews, NewsResult } from '../../domain/contacts/importWord.ts';
import { ContactId, type EmailAddress, type LocationId } from '../../domain/ids.ts';
import type { Random } from '../../ports/platform.ts';
import type { HistoryDeps } from '../history/fetchContactHistory.ts';
import { takeNews } from './takeNews.ts';

type Row = ReadRow & { readonly line: number };

/** What became of a row, or would become of it. */
export interface RowResult {
  readonly line: number;
  readonly outcome: 'created' | 'changed' | 'unchanged' | 'refused';
  readonly reason?: 'noAddress' | 'taken' | 'tooManyCells';
  readonly contactId?: ContactId;
  /** Addresses that are none, and those that another contact of the location has. */
  readonly invalid: number;
  readonly conflicts: NewsResult['conflicts'];
}

/**
 * Takes over the contacts of a file, one after the other, and tells what became of each row. Repeated after it was
 * stopped, it finds what it has stored and changes nothing. `preview`: writes nothing.
 */
export async function* importCsv(
  deps: HistoryDeps & { readonly random: Random },
  rows: AsyncIterable<Row>,
  wanted: { readonly locationId: LocationId; readonly history: ImportHistory; readonly preview: boolean },
): AsyncGenerator<RowResult> {
  const by = `csv-${deps.random.id()}`;
  const foreseen = new Set<EmailAddress>();
  let histories = 0;
  for await (const row of rows) {
    const { line } = row;
    if (row.outcome === 'refused') {
      yield { line, outcome: 'refused', reason: row.reason, invalid: 0, conflicts: [] };
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
      },
      deleted: false,
      at: now,
      seenAt: now,
      by,
      fetchHistory: wanted.history === 'new' && histories < MAX_HISTORIES,
      newId: ContactId(deps.random.id()),
      now,
    };
    const result = await (wanted.preview ? deps.tenancy.previewNews(news) : takeNews(deps, news));
    if (result.history !== 'none') histories += 1;
    // A row that an earlier one of a preview would have created is a change of that.
    const isForeseen = wanted.preview && row.emails.some((email) => foreseen.has(email));
    if (wanted.preview) for (const email of row.emails) foreseen.add(email);
    yield { line, invalid: row.invalid, ...told(result, isForeseen) };
  }
}

function told(
  { outcome, reason, contactId, conflicts }: NewsResult,
  isForeseen: boolean,
): Omit<RowResult, 'line' | 'invalid'> {
  if (outcome === 'created' || outcome === 'changed' || outcome === 'unchanged') {
    const become = outcome === 'created' && isForeseen ? 'changed' : outcome;
    return { outcome: become, ...(contactId !== undefined && !isForeseen && { contactId }), conflicts };
  }
  return { outcome: 'refused', ...(reason && { reason }), conflicts };
}
