import type { GhlLink } from './ghl.ts';
import type { AgentId, LocationId } from './ids.ts';
import type { Location } from './tenancy.ts';

/** What a location wants of its link, besides being linked. */
export type GhlSettings = Pick<
  GhlLink,
  'conversationProviderId' | 'logHistory' | 'maxAgeDays' | 'createContacts'
>;

/** GHL's workflows run for what is logged: neither old mail nor a new contact sets them off unasked. */
export const GHL_DEFAULTS: GhlSettings = {
  conversationProviderId: null,
  logHistory: false,
  maxAgeDays: 30,
  createContacts: false,
};

/** A link as somebody wants it: of the settings what they said, and no more. */
export interface WantedLink extends Pick<GhlLink, 'ghlLocationId' | 'kind'> {
  readonly settings: Partial<GhlSettings>;
  /** Whether it may be another location of GHL's than so far: contacts have ids of the one before then. */
  readonly mayMove: boolean;
}

export type LinkDecision =
  | { readonly outcome: 'linked'; readonly link: GhlLink }
  /** It would move to another location of GHL's, and may not. */
  | { readonly outcome: 'otherLocation' };

type Linkable = Pick<Location, 'ghl' | 'unlinkedFrom'>;

/** What a location keeps that is linked anew: whatever it is not told otherwise, as it is at that moment. */
export function decideLink(location: Linkable, { settings, mayMove, ...wanted }: WantedLink): LinkDecision {
  if (!mayMove && isMove(location, wanted.ghlLocationId)) return { outcome: 'otherLocation' };
  const { conversationProviderId, logHistory, maxAgeDays, createContacts } = location.ghl ?? GHL_DEFAULTS;
  const kept = { conversationProviderId, logHistory, maxAgeDays, createContacts };
  return { outcome: 'linked', link: { ...kept, ...settings, ...wanted, status: 'linked' } };
}

/** The location of GHL's that this one is linked to, or was until it was unlinked. */
export const ghlLocationSoFar = ({ ghl, unlinkedFrom }: Linkable): string | undefined =>
  ghl?.ghlLocationId ?? unlinkedFrom ?? undefined;

export const isMove = (location: Linkable, ghlLocationId: string): boolean =>
  (ghlLocationSoFar(location) ?? ghlLocationId) !== ghlLocationId;

/**
 * Which location of GHL's a link must open: what was said, else that of the link before, else the one that has the
 * same id as ours. Nobody who is let to choose can have a tenant's mail logged elsewhere.
 */
export const expectedGhlLocation = (
  location: Pick<Location, 'locationId' | 'ghl' | 'unlinkedFrom'>,
  told: string | undefined,
): string => told ?? ghlLocationSoFar(location) ?? location.locationId;

/** An OAuth round trip with GHL that somebody has begun: single use, bound to the location, short-lived. */
export interface PendingGhlLink {
  /** SHA-256 of the `state` parameter; the state itself is with the browser alone. */
  readonly stateHash: string;
  readonly locationId: LocationId;
  /** The only one that may be chosen. */
  readonly ghlLocationId: string;
  /** What was said when it was begun; the others are as they are when it ends. */
  readonly settings: Partial<GhlSettings>;
  readonly redirectUri: string;
  readonly expiresAt: Date;
  /** The agent who began it, and has to work there still when it ends; null where operations did. */
  readonly uid: AgentId | null;
  /** The path of the app that the agent's browser comes back to. */
  readonly returnTo: string | null;
}
