import { isMove, type PendingGhlLink } from '../../domain/ghlLink.ts';
import type { AgentId, LocationId } from '../../domain/ids.ts';
import { SyncError } from '../../domain/syncError.ts';
import type { GhlGrant, GhlOAuth } from '../../ports/ghl.ts';
import type { SyncStore } from '../../ports/stores/syncStore.ts';
import type { OAuthAnswer } from './finishConnection.ts';
import { type LinkDeps, type LinkRefusal, mayMove, storeLink } from './linkGhl.ts';
import { hashState } from './startConnection.ts';

export interface FinishLinkDeps extends LinkDeps {
  readonly ghlOAuth: GhlOAuth;
  readonly store: Pick<SyncStore, 'readAgent'>;
}

export type FinishLinkRefusal =
  | LinkRefusal
  /** Missing, forged, used before, or expired. */
  | 'unknownState'
  /** The agent who began it no longer works in the location. */
  | 'notTheirs'
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

export type FinishLinkOutcome = (
  | { readonly outcome: 'linked'; readonly ghlLocationId: string }
  | { readonly outcome: 'refused'; readonly reason: FinishLinkRefusal }
  /** Nobody knows whether it is linked; logged. */
  | { readonly outcome: 'failed' }
) & {
  /** The path of the app at which an agent began it; none where operations did, or nobody knows who. */
  readonly returnTo?: string;
};

/** Ends an OAuth round trip with GHL: the location is linked. Refused, it leaves everything as it was. */
export async function finishGhlLink(deps: FinishLinkDeps, answer: OAuthAnswer): Promise<FinishLinkOutcome> {
  const pending = answer.state ? await deps.links.takePendingLink(hashState(answer.state)) : undefined;
  if (!pending || pending.expiresAt <= deps.clock.now()) return refused(deps, 'unknownState');
  // The state is used up: only here is it known where its agent began, or that operations did.
  const outcome = await link(deps, pending, answer).catch((error: unknown): FinishLinkOutcome => {
    deps.log.event('unexpectedFailure', { function: 'ghlCallback', error });
    return { outcome: 'failed' };
  });
  return pending.uid === null ? outcome : { ...outcome, returnTo: pending.returnTo ?? '/' };
}

async function link(
  deps: FinishLinkDeps,
  pending: PendingGhlLink,
  answer: OAuthAnswer,
): Promise<FinishLinkOutcome> {
  if (answer.error === 'access_denied') return refused(deps, 'denied', pending);
  if (answer.error || !answer.code) return refused(deps, 'endedByGhl', pending);
  const { locationId, uid } = pending;
  if (uid !== null && !(await worksIn(deps, uid, locationId))) return refused(deps, 'notTheirs', pending);
  const place = { locationId, uid: uid ?? undefined };
  const location = await deps.tenancy.readLocation(locationId);
  if (!location) return refused(deps, 'unknownLocation', pending);
  if (!mayMove(place) && isMove(location, pending.ghlLocationId))
    return refused(deps, 'otherLocation', pending);
  const grant = await exchange(deps, pending, answer.code);
  if (!grant) return refused(deps, 'codeRejected', pending);
  const { accessToken, refreshToken, ghlLocationId, expiresAt } = grant;
  if (!ghlLocationId) return refused(deps, 'noLocation', pending);
  if (ghlLocationId !== pending.ghlLocationId) return refused(deps, 'foreignLocation', pending);
  if (!refreshToken) return refused(deps, 'noOfflineAccess', pending);
  const { settings } = pending;
  const secret = { kind: 'oauth', accessToken, refreshToken } as const;
  const stored = await storeLink(deps, place, { ghlLocationId, settings, secret, expiresAt });
  return stored.outcome === 'linked' ? { outcome: 'linked', ghlLocationId } : stored;
}

/** Whoever has lost a location while the page was open does not link it any more. */
async function worksIn({ store }: FinishLinkDeps, uid: AgentId, locationId: LocationId): Promise<boolean> {
  return (await store.readAgent(uid))?.locationIds.includes(locationId) ?? false;
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
  const agentId = pending?.uid ?? undefined;
  log.event('ghlLinkRefused', { reason, locationId: pending?.locationId, agentId });
  return { outcome: 'refused', reason };
}
