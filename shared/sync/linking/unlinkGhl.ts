import type { AgentId, LocationId } from '../../domain/ids.ts';
import type { Log } from '../../domain/logEvents.ts';
import type { GhlLinkStore } from '../../ports/ghl.ts';

/** Ends a location's link and deletes what opened it; at GHL the app or the token stays until its owner removes it. */
export async function unlinkGhl(
  deps: { readonly links: Pick<GhlLinkStore, 'unlinkLocation'>; readonly log: Log },
  { locationId, uid }: { locationId: LocationId; uid?: AgentId },
): Promise<{ outcome: 'unlinked' | 'notLinked' }> {
  if (!(await deps.links.unlinkLocation(locationId))) return { outcome: 'notLinked' };
  deps.log.event('ghlUnlinked', { locationId, agentId: uid });
  return { outcome: 'unlinked' };
}
