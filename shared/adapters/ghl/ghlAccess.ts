import type { GhlLink } from '../../domain/ghl.ts';
import type { LocationId } from '../../domain/ids.ts';
import { SyncError } from '../../domain/syncError.ts';
import type { Ghl, GhlAccess, GhlLinkStore, GhlProbe } from '../../ports/ghl.ts';

import { createGhl } from './createGhl.ts';
import type { GhlCallerOptions } from './ghlCaller.ts';
import { type StoredTokens, storedTokens } from './ghlTokens.ts';
import type { RenewalDeps } from './renewCredential.ts';
import { withRenewal } from './withRenewal.ts';

export interface GhlAccessOptions extends Omit<RenewalDeps, 'links'> {
  readonly links: Pick<GhlLinkStore, 'readGhlLink' | 'readCredential' | 'changeCredential'>;
  /** An origin; GHL's own when undefined. */
  readonly apiUrl: string | undefined;
  readonly fetch?: GhlCallerOptions['fetch'];
}

interface Warm {
  readonly place: string;
  readonly tokens: StoredTokens;
  readonly ghl: Ghl;
}

/** Locations whose token and limits an instance remembers. */
const WARM_LOCATIONS = 500;

/**
 * Opens a location's GHL: two reads each time, so that what is unlinked, or linked elsewhere, is never logged to. What
 * is kept in memory is the access token, and what GHL said of its limits.
 */
export function createGhlAccess(options: GhlAccessOptions): GhlAccess & GhlProbe {
  const warm = new Map<LocationId, Warm>();
  const ghlWith = (token: () => Promise<string>, link: Place) =>
    createGhl({
      ...link,
      token,
      baseUrl: options.apiUrl,
      now: () => options.clock.now(),
      fetch: options.fetch,
    });

  return {
    async open(locationId) {
      const { link, credential } = await options.links.readGhlLink(locationId);
      if (link?.status !== 'linked' || !credential || credential.endedAt) {
        throw new SyncError('unauthorized', 'ghl.open');
      }
      const place = placeOf(link);
      const known = warm.get(locationId);
      const isKnown = known?.place === JSON.stringify(place);
      const tokens = isKnown ? known.tokens : await storedTokens(options, credential);
      await tokens.adopt(credential);
      const ghl = isKnown
        ? known.ghl
        : withRenewal(
            ghlWith(() => tokens.current(), place),
            tokens,
          );
      warm.delete(locationId);
      warm.set(locationId, { place: JSON.stringify(place), tokens, ghl });
      const coldest = warm.keys().next().value;
      if (warm.size > WARM_LOCATIONS && coldest !== undefined) warm.delete(coldest);
      return ghl;
    },
    openWith: (token, link) => ghlWith(async () => token, placeOf(link)),
  };
}

type Place = Pick<GhlLink, 'ghlLocationId' | 'conversationProviderId'>;

const placeOf = ({ ghlLocationId, conversationProviderId }: Place): Place => ({
  ghlLocationId,
  conversationProviderId,
});
