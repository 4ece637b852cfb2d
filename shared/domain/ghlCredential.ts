import type { GhlLink } from './ghl.ts';
import type { LocationId } from './ids.ts';

/** What opens a location's GHL; in memory alone. */
export type GhlSecret =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'oauth'; readonly accessToken: string; readonly refreshToken: string };

/**
 * The same as stored: sealed for its location, never readable by a client.
 *
 * A refresh token is single use, and whoever loses the one that came for it has lost the link. So it is spent under a
 * lease, `renewal`, by one process at a time, and the new pair is stored before it is used. What decides is the
 * version: a pair that GHL gave for this version's refresh token follows it, whoever holds the lease by then, and
 * nothing follows another version.
 */
export type GhlCredential = CredentialCommon &
  (
    | { readonly kind: 'token' }
    | { readonly kind: 'oauth'; readonly expiresAt: Date; readonly renewal: Renewal | null }
  );

interface CredentialCommon {
  readonly locationId: LocationId;
  /** Another id for each secret that is stored. */
  readonly version: string;
  readonly sealed: string;
  readonly storedAt: Date;
  /** Since when GHL no longer takes it; the location is to be linked again. */
  readonly endedAt: Date | null;
}

/** Who spends the refresh token now. */
export interface Renewal {
  readonly holder: string;
  readonly until: Date;
}

/** How a stored credential changes; itself where it does not. */
export type ChangeCredential = (credential: GhlCredential) => GhlCredential;

/** Twice what a refresh and its storing take at most. */
const RENEWAL_MS = 60_000;

/** Later than this after its claim nobody spends the token: the next one may be about to. */
const SPEND_WITHIN_MS = 15_000;

/** An access token is not used in its last minute: the call it is for could end after it. */
const SPARE_MS = 60_000;

export const isFresh = (expiresAt: Date, now: Date): boolean =>
  expiresAt.getTime() - SPARE_MS > now.getTime();

/** What somebody who holds `version`, and needs another, has to do. */
export type Turn =
  /** Nobody renews it. */
  | { readonly turn: 'free' }
  | { readonly turn: 'mine'; readonly sealed: string; readonly spendBefore: Date }
  | { readonly turn: 'theirs'; readonly until: Date }
  /** Another secret is stored by now. */
  | { readonly turn: 'renewed'; readonly credential: GhlCredential }
  /** GHL does not take it, or there is nothing to renew. */
  | { readonly turn: 'over' };

export function turnOf(
  credential: GhlCredential | undefined,
  { holder, version, now }: { holder: string; version: string; now: Date },
): Turn {
  if (!credential || credential.endedAt) return { turn: 'over' };
  if (credential.version !== version) return { turn: 'renewed', credential };
  if (credential.kind === 'token') return { turn: 'over' };
  const { renewal, sealed } = credential;
  if (!renewal || renewal.until <= now) return { turn: 'free' };
  if (renewal.holder !== holder) return { turn: 'theirs', until: renewal.until };
  const spendBefore = new Date(renewal.until.getTime() - RENEWAL_MS + SPEND_WITHIN_MS);
  return { turn: 'mine', sealed, spendBefore };
}

/** Takes the lease where it is free. */
export const claimRenewal =
  (by: { holder: string; version: string; now: Date }): ChangeCredential =>
  (credential) =>
    credential.kind === 'oauth' && turnOf(credential, by).turn === 'free'
      ? { ...credential, renewal: { holder: by.holder, until: new Date(by.now.getTime() + RENEWAL_MS) } }
      : credential;

/** Lets go of it; the token may be spent again at once. */
export const releaseRenewal =
  (holder: string): ChangeCredential =>
  (credential) =>
    credential.kind === 'oauth' && credential.renewal?.holder === holder
      ? { ...credential, renewal: null }
      : credential;

/**
 * Stores what GHL gave for the refresh token of `version`. It brings back a link that was given up meanwhile, because
 * somebody found the token spent while its successor was on its way here.
 */
export const follow =
  (
    version: string,
    next: { version: string; sealed: string; expiresAt: Date; now: Date },
  ): ChangeCredential =>
  (credential) => {
    if (credential.kind !== 'oauth' || credential.version !== version) return credential;
    const { now: storedAt, ...secret } = next;
    return { ...credential, ...secret, storedAt, renewal: null, endedAt: null };
  };

/** GHL does not take the secret of `version`; one that is stored since stays. */
export const end =
  (version: string, now: Date): ChangeCredential =>
  (credential) => {
    if (credential.version !== version || credential.endedAt) return credential;
    const ended = { ...credential, endedAt: now };
    return ended.kind === 'oauth' ? { ...ended, renewal: null } : ended;
  };

/** What the location's agents see of it. */
export const linkStatusOf = ({ endedAt }: Pick<GhlCredential, 'endedAt'>): GhlLink['status'] =>
  endedAt ? 'revoked' : 'linked';
