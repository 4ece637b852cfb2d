import type { ContactNews, NewsResult } from '../../domain/contacts/importWord.ts';
import type { HistoryDeps } from '../history/fetchContactHistory.ts';
import { queueLocationHistory } from '../history/queueLocationHistory.ts';

/**
 * Takes over what GHL or a file says of a contact. The search for older mail that a new address begins is wanted until
 * it is queued: if this dies in between, whoever brings the same news again sees to it.
 */
export async function takeNews(deps: HistoryDeps, news: ContactNews): Promise<NewsResult> {
  const result = await deps.tenancy.applyNews(news);
  const { locationId, ghlContactId } = news.said;
  for (const { by } of result.conflicts) {
    deps.log.event('contactConflict', { locationId, contactId: by, jobId: news.by });
  }
  if (result.history !== 'wanted' || result.contactId === undefined) return result;
  const contact = await deps.tenancy.readContact(result.contactId);
  if (contact) await queueLocationHistory(deps, contact);
  await deps.tenancy.historyQueued({ locationId, ghlContactId });
  return result;
}
