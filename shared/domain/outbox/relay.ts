import type { LocationId } from '../ids.ts';
import { jitter } from './outboxTransitions.ts';
import type { Pace } from './relayPace.ts';

/** Who drains a location's outbox now, and how fast GHL takes it. */
export interface Relay {
  readonly locationId: LocationId;
  /** A run's id; null while nobody drains. */
  readonly holder: string | null;
  readonly expiresAt: Date | null;
  /** An event came while somebody had the lease: they go round once more. */
  readonly wanted: boolean;
  /** Rises each time that the holder goes round again, so that going round is not carried out twice. */
  readonly round: number;
  readonly pausedUntil: Date | null;
  /** Pauses in a row because all of GHL was down; 0 as soon as one call got through. */
  readonly outages: number;
  readonly pace: Pace;
}

export interface RelayRequest {
  readonly locationId: LocationId;
  readonly holder: string;
  readonly now: Date;
}

/** `relay` is set where something is to be written. */
export type RelayDecision =
  | { readonly outcome: 'taken'; readonly relay: Relay }
  /** Somebody else drains, and is told to go round again. */
  | { readonly outcome: 'busy'; readonly relay?: Relay }
  | { readonly outcome: 'paused'; readonly until: Date };

/** Longer than anything takes between two looks at it. */
const LEASE_MS = 180_000;

/** Who drains now: one at a time, so that GHL's limit is kept by counting. What is logged once does not hang on it. */
export function takeRelay(relay: Relay | undefined, request: RelayRequest): RelayDecision {
  const { locationId, holder, now } = request;
  if (!relay) return { outcome: 'taken', relay: held(newRelay(locationId), holder, now) };
  if (relay.holder !== null && relay.holder !== holder && isUnexpired(relay, now)) {
    return relay.wanted ? { outcome: 'busy' } : { outcome: 'busy', relay: { ...relay, wanted: true } };
  }
  if (relay.pausedUntil && relay.pausedUntil > now) return { outcome: 'paused', until: relay.pausedUntil };
  return { outcome: 'taken', relay: held({ ...relay, wanted: false, pausedUntil: null }, holder, now) };
}

/** How a relay changes, as long as it is the holder's. */
export type ChangeRelay = (relay: Relay) => Relay;

/** What a next run has to know. */
type Known = Pick<Relay, 'pace' | 'outages'>;

/** Keeps the lease, and what a next run has to know. */
export const keepRelay =
  ({ pace, outages }: Known, now: Date): ChangeRelay =>
  (relay) =>
    held({ ...relay, pace, outages }, relay.holder, now);

/** Lets go, unless something came meanwhile: then the holder goes round again, after its `round`. */
export const leaveRelay =
  (round: number, { pace, outages }: Known, now: Date): ChangeRelay =>
  (relay) => {
    if (relay.round !== round) return relay;
    return relay.wanted
      ? held({ ...relay, pace, outages, wanted: false, round: round + 1 }, relay.holder, now)
      : free({ ...relay, pace, outages });
  };

/** Lets go whatever came meanwhile. */
export const stopRelay =
  ({ pace, outages }: Known, pausedUntil: Date | null): ChangeRelay =>
  (relay) =>
    free({ ...relay, pace, outages, pausedUntil, wanted: false });

/** From then on the holder asks for more time. */
export const renewsAt = ({ expiresAt }: Relay): Date => new Date((expiresAt?.getTime() ?? 0) - LEASE_MS / 2);

const OUTAGE_PAUSE_MS = 30_000;
const LONGEST_OUTAGE_PAUSE_MS = 10 * 60_000;

/** How long a location waits when all of GHL seems down, `outages` pauses in a row by now. */
export function outagePause({ locationId, outages }: Pick<Relay, 'locationId' | 'outages'>): number {
  const pause = Math.min(OUTAGE_PAUSE_MS * 2 ** Math.min(outages, 10), LONGEST_OUTAGE_PAUSE_MS);
  return pause * jitter(locationId, outages);
}

const newRelay = (locationId: LocationId): Relay => ({
  locationId,
  holder: null,
  expiresAt: null,
  wanted: false,
  round: 0,
  pausedUntil: null,
  outages: 0,
  pace: { starts: [] },
});

const held = (relay: Relay, holder: string | null, now: Date): Relay => ({
  ...relay,
  holder,
  expiresAt: new Date(now.getTime() + LEASE_MS),
});

const free = (relay: Relay): Relay => ({ ...relay, holder: null, expiresAt: null });

const isUnexpired = ({ expiresAt }: Relay, now: Date): boolean => expiresAt !== null && expiresAt > now;
