import { expectedGhlLocation, isMove } from '../../domain/ghlLink.ts';
import type { AgentId } from '../../domain/ids.ts';
import type { GhlLinkStore, GhlOAuth } from '../../ports/ghl.ts';
import type { Clock, Random } from '../../ports/platform.ts';
import type { TenancyStore } from '../../ports/stores/tenancyStore.ts';
import { type LinkRequest, mayMove } from './linkGhl.ts';
import { hashState } from './startConnection.ts';

/** Time to send the URL to whoever owns the location at GHL. */
const PENDING_MS = 60 * 60_000;

export interface StartLinkDeps {
  readonly links: Pick<GhlLinkStore, 'savePendingLink'>;
  readonly tenancy: Pick<TenancyStore, 'readLocation'>;
  readonly clock: Clock;
  readonly random: Random;
}

export type StartLinkRequest = LinkRequest & {
  readonly redirectUri: string;
  /** The agent who asks for it; none where operations do. */
  readonly uid?: AgentId;
  /** The path of the app that the agent's browser comes back to. */
  readonly returnTo?: string | undefined;
};

export type StartLinkOutcome =
  | {
      readonly outcome: 'started';
      readonly url: string;
      readonly ghlLocationId: string;
      readonly expiresAt: Date;
    }
  | { readonly outcome: 'unknownLocation' | 'otherLocation' };

/** Begins an OAuth round trip with GHL for this location and returns the URL of GHL's page. */
export async function startGhlLink(
  deps: StartLinkDeps & { readonly ghlOAuth: GhlOAuth },
  { locationId, redirectUri, uid, returnTo, ...told }: StartLinkRequest,
): Promise<StartLinkOutcome> {
  const location = await deps.tenancy.readLocation(locationId);
  if (!location) return { outcome: 'unknownLocation' };
  const ghlLocationId = expectedGhlLocation(location, told.ghlLocationId);
  if (!mayMove({ uid }) && isMove(location, ghlLocationId)) return { outcome: 'otherLocation' };
  const state = deps.random.token();
  const expiresAt = new Date(deps.clock.now().getTime() + PENDING_MS);
  await deps.links.savePendingLink({
    stateHash: hashState(state),
    locationId,
    ghlLocationId,
    settings: told.settings,
    redirectUri,
    expiresAt,
    uid: uid ?? null,
    returnTo: returnTo ?? null,
  });
  const url = deps.ghlOAuth.authorizationUrl({ state, redirectUri });
  return { outcome: 'started', url, ghlLocationId, expiresAt };
}
