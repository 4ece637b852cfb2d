import { readAddresses, readName } from '../../domain/contacts/importFields.ts';
import {
  type ContactImport,
  countNews,
  type ImportCounts,
  MAX_HISTORIES,
} from '../../domain/contacts/importProgress.ts';
import type { ContactNews, NewsResult } from '../../domain/contacts/importWord.ts';
import type { GhlContact } from '../../domain/ghl.ts';
import { ContactId } from '../../domain/ids.ts';
import { SyncError } from '../../domain/syncError.ts';
import type { HistoryDeps } from '../history/fetchContactHistory.ts';
import { inParallel } from '../inParallel.ts';
import { takeNews } from './takeNews.ts';

/**
 * GHL's listing can be behind by seconds: what a webhook has said since shortly before the page was asked for, counts
 * for more.
 */
const LISTING_LAG_MS = 60_000;

interface Page {
  readonly contacts: readonly GhlContact[];
  readonly askedAt: Date;
  /** When another run may have the import: what has not begun by then, does not. */
  readonly notAfter: Date;
}

/**
 * Takes over a page of GHL's contacts. Those that have not changed are found side by side; the others follow one after
 * the other: of those that share an address the first one gets it, and transactions do not wait for each other.
 */
export async function importPage(
  deps: HistoryDeps,
  progress: ContactImport,
  page: Page,
): Promise<ImportCounts> {
  const told = page.contacts.map((contact) => newsOf(progress, page, contact));
  const looks = await inParallel(told, async (each) => ({
    ...each,
    seen: await deps.tenancy.previewNews(each.news),
  }));
  let { counts } = progress;
  for (const { news, invalid, seen } of looks) {
    const fetchHistory = progress.history === 'new' && counts.histories < MAX_HISTORIES;
    const now = deps.clock.now();
    if (now >= page.notAfter) throw new SyncError('leaseLost', 'importContacts');
    const result = isSettled(seen) ? seen : await takeNews(deps, { ...news, fetchHistory, now });
    counts = countNews(counts, result, { invalid, historyLeft: progress.history === 'new' && !fetchHistory });
  }
  return counts;
}

/** Nothing is to be written, whatever becomes of the contacts before it. */
const isSettled = ({ isNews, conflicts, history, outcome }: NewsResult): boolean =>
  !isNews && conflicts.length === 0 && history !== 'wanted' && outcome !== 'skipped';

function newsOf(
  { importId, locationId, attempt }: ContactImport,
  { askedAt }: Page,
  contact: GhlContact,
): { readonly news: ContactNews; readonly invalid: number } {
  const { ghlContactId } = contact;
  const { emails, invalid } = readAddresses(contact.emails);
  const at = new Date(askedAt.getTime() - LISTING_LAG_MS);
  const news = {
    said: { locationId, ghlContactId, name: readName(contact.name), emails, complete: true },
    deleted: false,
    at,
    seenAt: at,
    by: `${importId}:${attempt}`,
    fetchHistory: false,
    newId: ContactId.of(locationId, ghlContactId),
    now: askedAt,
  };
  return { news, invalid };
}
