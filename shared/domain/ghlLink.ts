import type { GhlLink } from './ghl.ts';
import type { AgentId, LocationId } from './ids.ts';

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

/** A location that is linked anew keeps what it is not told otherwise. */
export function settingsFrom(existing: GhlLink | null, told: Partial<GhlSettings>): GhlSettings {
  const { conversationProviderId, logHistory, maxAgeDays, createContacts } = existing ?? GHL_DEFAULTS;
  return { conversationProviderId, logHistory, maxAgeDays, createContacts, ...told };
}

/**
 * Which location of GHL's a link must open: what was said, else that of the link before, else the one that has the
 * same id as ours. Nobody who is let to choose can have a tenant's mail logged elsewhere.
 */
export const expectedGhlLocation = (
  locationId: LocationId,
  existing: GhlLink | null,
  told: string | undefined,
): string => told ?? existing?.ghlLocationId ?? locationId;

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
