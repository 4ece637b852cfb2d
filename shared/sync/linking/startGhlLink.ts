import { expectedGhlLocation, settingsFrom } from '../../domain/ghlLink.ts';
import type { GhlLinkStore, GhlOAuth } from '../../ports/ghl.ts';
import type { Clock, Random } from '../../ports/platform.ts';
import type { TenancyStore } from '../../ports/stores.ts';
import type { LinkRequest } from './linkGhl.ts';
import { hashState } from './startConnection.ts';

/** Time for an operator to send the URL to whoever owns the location at GHL. */
const PENDING_MS = 60 * 60_000;

export interface StartLinkDeps {
  readonly links: Pick<GhlLinkStore, 'savePendingLink'>;
  readonly tenancy: Pick<TenancyStore, 'readLocation'>;
  readonly clock: Clock;
  readonly random: Random;
}

export type StartLinkOutcome =
  | {
      readonly outcome: 'started';
      readonly url: string;
      readonly ghlLocationId: string;
      readonly expiresAt: Date;
    }
  | { readonly outcome: 'unknownLocation' };

/** Begins an OAuth round trip with GHL for this location and returns the URL of GHL's page. */
export async function startGhlLink(
  deps: StartLinkDeps & { readonly ghlOAuth: GhlOAuth },
  { locationId, redirectUri, ...told }: LinkRequest & { redirectUri: string },
): Promise<StartLinkOutcome> {
  const location = await deps.tenancy.readLocation(locationId);
  if (!location) return { outcome: 'unknownLocation' };
  const state = deps.random.token();
  const ghlLocationId = expectedGhlLocation(locationId, location.ghl, told.ghlLocationId);
  const expiresAt = new Date(deps.clock.now().getTime() + PENDING_MS);
  await deps.links.savePendingLink({
    stateHash: hashState(state),
    locationId,
    ghlLocationId,
    settings: settingsFrom(location.ghl, told.settings),
    redirectUri,
    expiresAt,
  });
  const url = deps.ghlOAuth.authorizationUrl({ state, redirectUri });
  return { outcome: 'started', url, ghlLocationId, expiresAt };
}
