export const ROUND_IDS = ['poll', 'renewals', 'audits'] as const;
export type RoundId = (typeof ROUND_IDS)[number];

/** One pass over the mailboxes: who goes on with it, where it is, and what it has come to. */
export interface Round {
  readonly roundId: RoundId;
  /** The call that has it, or had it last. */
  readonly holder: string;
  /** Null once its holder has let it go. */
  readonly expiresAt: Date | null;
  readonly startedAt: Date;
  /** What it visits is told by this time, fixed when it begins: so it has an end. */
  readonly before: Date;
  readonly movedAt: Date;
  readonly finishedAt: Date | null;
  readonly place: RoundPlace;
  /** Of all calls that have gone on with it. */
  readonly counts: RoundCounts;
}

export interface RoundPlace {
  readonly step: string;
  /** Where that step's listing goes on; null at its beginning. */
  readonly after: string | null;
}

export type RoundCounts = Readonly<Record<string, number>>;

export interface RoundRequest {
  readonly roundId: RoundId;
  readonly holder: string;
  readonly now: Date;
  readonly before: Date;
  readonly steps: readonly [string, ...string[]];
  readonly counts: RoundCounts;
  /** Whether one is begun where none has stopped half way. */
  readonly begins: boolean;
}

/** Longer than a page takes with the rest before it; a call that has died is replaced after it. */
const LEASE_MS = 120_000;

/** What was left for longer is not worth finishing: a new round visits the same, and what is due since. */
const RESUMED_WITHIN_MS = 60 * 60_000;

/** Cloud Scheduler waits for half an hour at most. */
const CALL_MS = 25 * 60_000;

export const callEnd = (now: Date): Date => new Date(now.getTime() + CALL_MS);

/**
 * A call takes the round: the one that has stopped half way, or a new one. What somebody else is at stays theirs.
 * Undefined where there is nothing to take.
 */
export const takeRound =
  (request: RoundRequest) =>
  (existing: Round | undefined): Round | undefined => {
    const { holder, now } = request;
    if (existing && (existing.holder === holder || isHeld(existing, now))) return existing;
    if (existing && isResumable(existing, request)) return { ...existing, holder, expiresAt: leaseEnd(now) };
    return request.begins ? begun(request) : undefined;
  };

/** A page is done with. Undefined where another call has taken the round over. */
export const turnRoundPage = (holder: string, at: Pick<Round, 'place' | 'counts'>, now: Date) =>
  ofHolder(holder, (round) => ({ ...round, ...at, movedAt: now, expiresAt: leaseEnd(now) }));

/** The last page is. */
export const finishRound = (holder: string, at: Pick<Round, 'place' | 'counts'>, now: Date) =>
  ofHolder(holder, (round) => ({ ...round, ...at, movedAt: now, finishedAt: now, expiresAt: null }));

/** Left for the next call, where it is. */
export const leaveRound = (holder: string, at: Partial<Pick<Round, 'place' | 'counts' | 'movedAt'>> = {}) =>
  ofHolder(holder, (round) => ({ ...round, ...at, expiresAt: null }));

/** From then on the holder asks for more time. */
export const renewsAt = ({ expiresAt }: Round): Date => new Date((expiresAt?.getTime() ?? 0) - LEASE_MS / 2);

/** Absolute values alone, so that a write that is repeated changes nothing. */
const ofHolder =
  (holder: string, change: (round: Round) => Round) =>
  (existing: Round | undefined): Round | undefined =>
    existing?.holder === holder ? change(existing) : undefined;

const isHeld = ({ expiresAt }: Round, now: Date): boolean => expiresAt !== null && expiresAt > now;

/** A version that names its steps otherwise begins anew. */
function isResumable({ finishedAt, movedAt, place }: Round, { now, steps, begins }: RoundRequest): boolean {
  if (finishedAt !== null || !steps.includes(place.step)) return false;
  return !begins || now.getTime() - movedAt.getTime() < RESUMED_WITHIN_MS;
}

function begun({ roundId, holder, now, before, steps, counts }: RoundRequest): Round {
  return {
    roundId,
    holder,
    expiresAt: leaseEnd(now),
    startedAt: now,
    before,
    movedAt: now,
    finishedAt: null,
    place: { step: steps[0], after: null },
    counts,
  };
}

const leaseEnd = (now: Date) => new Date(now.getTime() + LEASE_MS);
