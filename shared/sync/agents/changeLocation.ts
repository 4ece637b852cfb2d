import type { LocationId } from '../../domain/ids.ts';
import type { Log } from '../../domain/logEvents.ts';
import type { Agent } from '../../domain/tenancy.ts';
import type { DirectoryStore, LocationChange, LocationDecision } from '../../ports/stores/directoryStore.ts';

export interface ChangeLocationDeps {
  readonly directory: Pick<DirectoryStore, 'setLocation'>;
  readonly log: Log;
}

/**
 * Changes settings of a location; those that are not named stay. Any agent who works there may, because the data model
 * knows no other role; a location that an agent does not work in is as unknown as one that is not there. Either all
 * that is named is changed or nothing.
 */
export async function changeLocation(
  { directory, log }: ChangeLocationDeps,
  { by, locationId, ...change }: { by: Agent | 'operations'; locationId: LocationId } & LocationChange,
): Promise<LocationDecision> {
  if (by !== 'operations' && !by.locationIds.includes(locationId)) return { outcome: 'unknown' };
  const decision = await directory.setLocation(locationId, change);
  if (decision.outcome !== 'saved') return decision;
  const agentId = by === 'operations' ? undefined : by.uid;
  for (const setting of settingsIn(change)) log.event('locationChanged', { locationId, agentId, setting });
  return decision;
}

const settingsIn = ({ ghl = {}, excludedBefore: _, ...settings }: LocationChange): readonly string[] => [
  ...Object.keys(settings),
  ...Object.keys(ghl).map((name) => ['ghl', name].join('.')),
];
