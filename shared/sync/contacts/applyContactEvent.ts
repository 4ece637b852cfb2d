import type { GhlContactEvent } from '../../domain/contacts/ghlWebhook.ts';
import { type ContactNews, EVENT_LIVES_MS, type NewsResult } from '../../domain/contacts/importWord.ts';
import { ContactId, type LocationId } from '../../domain/ids.ts';
import type { HistoryDeps } from '../history/fetchContactHistory.ts';
import { takeNews } from './takeNews.ts';

export type EventOutcome =
  | NewsResult['outcome']
  /** Nobody is linked to that location of GHL's. */
  | 'unlinked'
  /** It happened so long ago that it may be one that we have forgotten. */
  | 'old';

/** What GHL tells of a contact, in each location of ours that is linked to GHL's; one that comes again changes nothing. */
export async function applyContactEvent(
  deps: HistoryDeps,
  event: GhlContactEvent,
): Promise<readonly EventOutcome[]> {
  const now = deps.clock.now();
  if (now.getTime() - event.timestamp.getTime() > EVENT_LIVES_MS) return ['old'];
  const locations = await deps.tenancy.linkedTo(event.ghlLocationId);
  if (locations.length === 0) return ['unlinked'];
  const outcomes: EventOutcome[] = [];
  for (const locationId of locations) {
    const { outcome, contactId, reason } = await takeNews(deps, newsOf(event, locationId, now));
    deps.log.event('contactEvent', { locationId, contactId, outcome, reason });
    outcomes.push(outcome);
  }
  return outcomes;
}

function newsOf(event: GhlContactEvent, locationId: LocationId, now: Date): ContactNews {
  const { ghlContactId, name, emails, complete, webhookId, deleted } = event;
  const seenAt = earlier(event.timestamp, now);
  return {
    said: { locationId, ghlContactId, name, emails, complete },
    deleted,
    at: earlier(event.changedAt ?? seenAt, now),
    seenAt,
    by: webhookId,
    fetchHistory: true,
    newId: ContactId.of(locationId, ghlContactId),
    now,
    webhookId,
  };
}

/** A time to come would make all that is said until then outdated. */
const earlier = (a: Date, b: Date): Date => (a < b ? a : b);
