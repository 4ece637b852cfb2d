import { chooseAtGhl } from '../../domain/advice/linkAdvice.ts';
import type { LocationId } from '../../domain/ids.ts';
import type { Agent } from '../../domain/tenancy.ts';
import type { GhlOAuth } from '../../ports/ghl.ts';
import { type LinkDeps, type LinkRefusal, linkGhl } from './linkGhl.ts';
import { startGhlLink } from './startGhlLink.ts';

interface Asked {
  readonly agent: Agent;
  readonly locationId: LocationId;
  /** Of GHL's; unless told that of the link before, or the one with the same id as ours. */
  readonly ghlLocationId?: string | undefined;
  readonly by:
    | { readonly token: string }
    /** GHL's page, for one browser, an hour long. */
    | { readonly ghlOAuth: GhlOAuth; readonly redirectUri: string; readonly returnTo?: string | undefined };
}

export type LinkAsAgentOutcome =
  | { readonly outcome: 'started'; readonly url: string; readonly expiresAt: Date; readonly advice: string }
  | { readonly outcome: 'linked'; readonly ghlLocationId: string }
  | { readonly outcome: 'refused'; readonly reason: LinkRefusal };

/**
 * An agent links a location in which they work to GHL, as operations do: by a token, or by OAuth. The settings of a link
 * before stay, and so does GHL's location: moving is for operations. A location that is not theirs is as unknown as one
 * that is not there.
 */
export async function linkAsAgent(
  deps: LinkDeps,
  { agent, locationId, ghlLocationId: told, by }: Asked,
): Promise<LinkAsAgentOutcome> {
  const { uid } = agent;
  if (!agent.locationIds.includes(locationId)) return { outcome: 'refused', reason: 'unknownLocation' };
  const request = { locationId, ghlLocationId: told, settings: {}, uid };
  if ('token' in by) {
    const linked = await linkGhl(deps, { ...request, token: by.token });
    if (linked.outcome === 'refused') return linked;
    return { outcome: 'linked', ghlLocationId: linked.link.ghlLocationId };
  }
  const { ghlOAuth, ...way } = by;
  const started = await startGhlLink({ ...deps, ghlOAuth }, { ...request, ...way });
  if (started.outcome !== 'started') return { outcome: 'refused', reason: started.outcome };
  const { url, expiresAt, ghlLocationId } = started;
  return { outcome: 'started', url, expiresAt, advice: chooseAtGhl(ghlLocationId) };
}
