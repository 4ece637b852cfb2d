import type { InboxFilters } from '../../../words/inboxAddress.ts';

/** As many locations as one query may name. */
const MOST = 30;

/** The locations whose conversations are listed: the chosen one, else all; of more than can be asked for, the first. */
export function shownLocations(
  { locationId }: Pick<InboxFilters, 'locationId'>,
  locationIds: readonly string[],
): readonly string[] {
  if (locationId !== null && locationIds.includes(locationId)) return [locationId];
  return locationIds.length > MOST ? locationIds.slice(0, 1) : locationIds;
}
