import type { ContactNews, NewsResult } from '../../domain/contacts/importWord.ts';
import type { LocationId } from '../../domain/ids.ts';
import type { HistoryDeps } from '../history/fetchContactHistory.ts';
import { queueLocationHistory } from '../history/queueLocationHistory.ts';

/**
 * Takes over what GHL or a file says of a contact. The search for older mail that a new address begins is wanted until
 * it is queued: if this dies in between, whoever brings the same news of GHL's again sees to it, or the next import of a
 * file.
 */
export async function takeNews(deps: HistoryDeps, news: ContactNews): Promise<NewsResult> {
  const result = await deps.tenancy.applyNews(news);
  const { contactId, history } = result;
  const { locationId, ghlContactId } = news.said;
  for (const { by } of result.conflicts) {
    deps.log.event('contactConflict', { locationId, contactId: by, jobId: news.by });
  }
  if (history !== 'wanted' || contactId === undefined) return result;
  const contact = await deps.tenancy.readContact(contactId);
  if (contact) await queueLocationHistory(deps, contact);
  await deps.tenancy.historyQueued({ contactId, locationId, ghlContactId });
  return result;
}

const WANTED_PAGE = 100;

/** Queues the searches that a file has begun before its import was stopped. */
export async function queueWantedHistories(deps: HistoryDeps, locationId: LocationId): Promise<void> {
  const wanted = await deps.tenancy.wantedHistories(locationId, WANTED_PAGE);
  for (const contact of wanted) {
    await queueLocationHistory(deps, contact);
    await deps.tenancy.historyQueued({ ...contact, ghlContactId: null });
  }
  if (wanted.length === WANTED_PAGE) await queueWantedHistories(deps, locationId);
}
