import type { CallableName } from './callables/callables.ts';

/** A bucket of `burst` tokens; each call takes one, and `perMinute` flow back. */
export interface RateRule {
  readonly perMinute: number;
  readonly burst: number;
}

/** A bucket as the one time at which it is full again, if nobody takes more. A full one is not worth keeping. */
export interface TokenBucket {
  readonly fullAt: Date;
}

export type TokenDecision =
  | { readonly outcome: 'allowed'; readonly bucket: TokenBucket }
  | { readonly outcome: 'refused'; readonly retryAfterMs: number };

/**
 * What one agent may call. Far above what a person does, far below what a loop does: Gmail gives a user 6,000 units a
 * minute, which the sync of their mailbox needs as well. The callables that are not here cost Gmail nothing, nor anybody
 * else.
 */
export const RATE_LIMITS = {
  /** No units, but a pending connection for each; a person who lost the consent page asks for another. */
  connectGmail: { perMinute: 6, burst: 10 },
  /** 2 units and a run's record each: a button, or an app that syncs whenever its window is looked at. */
  syncNow: { perMinute: 12, burst: 20 },
  /** A new address has up to 2,000 units of history fetched, most have little; typing one takes some ten seconds. */
  saveContact: { perMinute: 10, burst: 30 },
  /** Up to 2,000 units, which is seconds of work: a person waits for one before they ask for older mail. */
  fetchContactHistory: { perMinute: 6, burst: 10 },
  /** 100 units: a quarter of the quota at most. Nobody writes four mails a minute; some have thirty ready to go. */
  sendMessage: { perMinute: 15, burst: 30 },
  /** 50 units: half of the quota at most. Whoever goes through an inbox by key opens a conversation a second. */
  markConversationRead: { perMinute: 60, burst: 60 },
  /** 40 units: 2,400 at most. A mail that is opened may show dozens of pictures at once. */
  getAttachment: { perMinute: 60, burst: 60 },
  /** 25 units. */
  explainMessage: { perMinute: 20, burst: 20 },
  /** No units; each is read by every sync that comes after it. Somebody tries switches, or edits a list. */
  saveLocation: { perMinute: 20, burst: 30 },
  /** A pending link, or a call to GHL with a token that somebody may be guessing. */
  linkGhl: { perMinute: 6, burst: 10 },
  unlinkGhl: { perMinute: 6, burst: 10 },
  /** 200 transactions and 1,000 reads at most; GHL is called for each email later, at its own limits. */
  retryOutbox: { perMinute: 6, burst: 20 },
} as const satisfies { readonly [Name in CallableName]?: RateRule };

export type LimitedCallable = keyof typeof RATE_LIMITS;

export const isLimited = (name: CallableName): name is LimitedCallable => Object.hasOwn(RATE_LIMITS, name);

/**
 * Takes a token, or says when there is one. No bucket is a full one, and none is emptier than empty: an instance whose
 * clock was ahead locks nobody out.
 */
export function takeToken(bucket: TokenBucket | undefined, rule: RateRule, now: Date): TokenDecision {
  const tokenMs = Math.ceil(60_000 / rule.perMinute);
  const full = now.getTime();
  const empty = full + rule.burst * tokenMs;
  const before = Math.min(Math.max(bucket?.fullAt.getTime() ?? full, full), empty);
  const after = before + tokenMs;
  return after > empty
    ? { outcome: 'refused', retryAfterMs: after - empty }
    : { outcome: 'allowed', bucket: { fullAt: new Date(after) } };
}
