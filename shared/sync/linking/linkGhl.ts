import type { GhlLink } from '../../domain/ghl.ts';
import type { GhlCredential, GhlSecret } from '../../domain/ghlCredential.ts';
import { expectedGhlLocation, type GhlSettings, isMove, type WantedLink } from '../../domain/ghlLink.ts';
import type { AgentId, LocationId } from '../../domain/ids.ts';
import type { Log } from '../../domain/logEvents.ts';
import { SyncError } from '../../domain/syncError.ts';
import type { GhlLinkStore, GhlProbe, GhlVault } from '../../ports/ghl.ts';
import type { Clock, OutboxQueue, Random } from '../../ports/platform.ts';
import type { TenancyStore } from '../../ports/stores/tenancyStore.ts';

export interface LinkDeps {
  readonly links: GhlLinkStore;
  readonly tenancy: Pick<TenancyStore, 'readLocation'>;
  readonly ghl: GhlProbe;
  readonly vault: GhlVault;
  readonly outboxQueue: OutboxQueue;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

export type LinkRefusal =
  | 'unknownLocation'
  /** It is, or was, linked to another one of GHL's, whose ids its contacts may have: moving it is for operations. */
  | 'otherLocation'
  | 'tokenRefused'
  /** It is of another one of GHL's locations, lacks a scope, or there is no such location. */
  | 'notOpened';

export type LinkOutcome =
  | { readonly outcome: 'linked'; readonly link: GhlLink }
  | { readonly outcome: 'refused'; readonly reason: LinkRefusal };

/** What is said of a link; what is left out stays as it was. */
export interface LinkRequest {
  readonly locationId: LocationId;
  readonly ghlLocationId?: string | undefined;
  readonly settings: Partial<GhlSettings>;
}

/** Links a location by a Private Integration Token, once GHL has taken it. Refused, it leaves everything as it was. */
export async function linkGhl(
  deps: LinkDeps,
  { locationId, ghlLocationId: told, settings, token, uid }: LinkRequest & { token: string; uid?: AgentId },
): Promise<LinkOutcome> {
  const location = await deps.tenancy.readLocation(locationId);
  const place = { locationId, uid };
  if (!location) return refused(deps, place, 'unknownLocation');
  const ghlLocationId = expectedGhlLocation(location, told);
  // Before GHL is asked; what counts is looked at once more when it is stored.
  if (!mayMove(place) && isMove(location, ghlLocationId)) return refused(deps, place, 'otherLocation');
  return await storeLink(deps, place, { ghlLocationId, settings, secret: { kind: 'token', token } });
}

/** Which location is linked, and by which agent; by none where operations do. */
export interface LinkPlace {
  readonly locationId: LocationId;
  readonly uid: AgentId | undefined;
}

export type NewLink = Pick<WantedLink, 'ghlLocationId' | 'settings'> &
  (
    | { readonly secret: Extract<GhlSecret, { kind: 'token' }> }
    | { readonly secret: Extract<GhlSecret, { kind: 'oauth' }>; readonly expiresAt: Date }
  );

/** Operations know what becomes of the contacts' ids; an agent is asked to go to them. */
export const mayMove = ({ uid }: Pick<LinkPlace, 'uid'>): boolean => uid === undefined;

/** Tried, sealed, stored; then what has waited for the link is logged. */
export async function storeLink(deps: LinkDeps, place: LinkPlace, wanted: NewLink): Promise<LinkOutcome> {
  const { locationId, uid: agentId } = place;
  const { ghlLocationId, settings, secret } = wanted;
  const problem = await problemWith(deps, wanted);
  if (problem) return refused(deps, place, problem);
  const credential: GhlCredential = {
    locationId,
    version: deps.random.id(),
    sealed: await deps.vault.seal(locationId, secret),
    storedAt: deps.clock.now(),
    endedAt: null,
    ...('expiresAt' in wanted
      ? { kind: 'oauth', expiresAt: wanted.expiresAt, renewal: null }
      : { kind: 'token' }),
  };
  const { kind } = secret;
  const link = { ghlLocationId, kind, settings, mayMove: mayMove(place) };
  const decision = await deps.links.linkLocation(link, credential);
  if (decision?.outcome !== 'linked') return refused(deps, place, decision?.outcome ?? 'unknownLocation');
  deps.log.event('ghlLinked', { locationId, agentId });
  // The link is made: an event that is lost is made up for by the poll.
  await deps.outboxQueue
    .wake(locationId)
    .catch((error: unknown) => deps.log.event('relayNotWoken', { locationId, error }));
  return { outcome: 'linked', link: decision.link };
}

/** One cheap call that needs the token to be of that very location. */
async function problemWith(
  { ghl }: LinkDeps,
  { ghlLocationId, secret }: NewLink,
): Promise<LinkRefusal | undefined> {
  const token = secret.kind === 'token' ? secret.token : secret.accessToken;
  try {
    // Which provider emails are logged through makes no difference to it.
    await ghl.openWith(token, { ghlLocationId, conversationProviderId: null }).listContacts({ limit: 1 });
    return undefined;
  } catch (error) {
    if (SyncError.is(error, 'unauthorized')) return 'tokenRefused';
    if (SyncError.is(error, 'forbidden') || SyncError.is(error, 'invalidRequest')) return 'notOpened';
    throw error;
  }
}

function refused(deps: LinkDeps, { locationId, uid }: LinkPlace, reason: LinkRefusal): LinkOutcome {
  deps.log.event('ghlLinkRefused', { locationId, agentId: uid, reason });
  return { outcome: 'refused', reason };
}
