import type { LocationId } from '../../domain/ids.ts';
import type { Mailbox } from '../../domain/mailbox.ts';
import type { Agent } from '../../domain/tenancy.ts';
import type { SyncStore } from '../../ports/stores/syncStore.ts';

/**
 * Whose mailbox it is, be it the asking agent's own: undefined where they do not work in the location, or no longer.
 * What a mailbox brought while they did stays in the location; the mailbox itself is closed to it then.
 */
export async function colleagueOf(
  store: Pick<SyncStore, 'readAgent'>,
  { uid }: Mailbox,
  { agent, locationId }: { agent: Agent; locationId: LocationId },
): Promise<Agent | undefined> {
  const theirs = uid === agent.uid ? agent : await store.readAgent(uid);
  return theirs?.locationIds.includes(locationId) ? theirs : undefined;
}
