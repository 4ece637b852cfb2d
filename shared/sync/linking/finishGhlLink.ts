import type { PendingGhlLink } from '../../domain/ghlLink.ts';
import { SyncError } from '../../domain/syncError.ts';
import type { GhlGrant, GhlOAuth } from '../../ports/ghl.ts';
import type { OAuthAnswer } from './finishConnection.ts';
import { type LinkDeps, type LinkRefusal, storeLink } from './linkGhl.ts';
import { hashState } from './startConnection.ts';

export interface FinishLinkDeps extends LinkDeps {
  readonly ghlOAuth: GhlOAuth;
}

export type FinishLinkRefusal =
  | LinkRefusal
  /** Missing, forged, used before, or expired. */
  | 'unknownState'
  | 'denied'
  /** GHL ended it for a reason of its own. */
  | 'endedByGhl'
  | 'codeRejected'
  /** Another one of GHL's locations was chosen than the link was begun for. */
  | 'foreignLocation'
  /** A whole agency was chosen. */
  | 'noLocation'
  /** GHL gave nothing lasting. */
  | 'noOfflineAccess';

export type FinishLinkOutcome =
  | { readonly outcome: 'linked'; readonly ghlLocationId: string }
  | { readonly outcome: 'refused'; readonly reason: FinishLinkRefusal };

/** Ends an OAuth round trip with GHL: the location is linked. Refused, it leaves everything as it was. */
export async function finishGhlLink(deps: FinishLinkDeps, answer: OAuthAnswer): Promise<FinishLinkOutcome> {
  const pending = answer.state ? await deps.links.takePendingLink(hashState(answer.state)) : undefined;
  if (!pending || pending.expiresAt <= deps.clock.now()) return refused(deps, 'unknownState');
  if (answer.error === 'access_denied') return refused(deps, 'denied', pending);
  if (answer.error || !answer.code) return refused(deps, 'endedByGhl', pending);
  const grant = await exchange(deps, pending, answer.code);
  if (!grant) return refused(deps, 'codeRejected', pending);
  const { accessToken, refreshToken, ghlLocationId, expiresAt } = grant;
  if (!ghlLocationId) return refused(deps, 'noLocation', pending);
  if (ghlLocationId !== pending.ghlLocationId) return refused(deps, 'foreignLocation', pending);
  if (!refreshToken) return refused(deps, 'noOfflineAccess', pending);
  const stored = await storeLink(deps, pending.locationId, {
    link: { ...pending.settings, ghlLocationId, kind: 'oauth', status: 'linked' },
    secret: { kind: 'oauth', accessToken, refreshToken },
    expiresAt,
  });
  return stored.outcome === 'linked' ? { outcome: 'linked', ghlLocationId } : stored;
}

/** A code that GHL does not accept (used, expired, of another app) is the browser's doing, not an outage. */
async function exchange(
  { ghlOAuth }: FinishLinkDeps,
  { redirectUri }: PendingGhlLink,
  code: string,
): Promise<GhlGrant | undefined> {
  try {
    return await ghlOAuth.exchangeCode({ code, redirectUri });
  } catch (error) {
    if (SyncError.is(error, 'grantRevoked')) return undefined;
    throw error;
  }
}

function refused(
  { log }: FinishLinkDeps,
  reason: FinishLinkRefusal,
  pending?: PendingGhlLink,
): FinishLinkOutcome {
  log.event('ghlLinkRefused', { reason, ...(pending && { locationId: pending.locationId }) });
  return { outcome: 'refused', reason };
}
