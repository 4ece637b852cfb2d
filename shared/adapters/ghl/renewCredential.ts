import {
  claimRenewal,
  end,
  follow,
  type GhlCredential,
  type GhlSecret,
  releaseRenewal,
  turnOf,
} from '../../domain/ghlCredential.ts';
import type { LocationId } from '../../domain/ids.ts';
import type { Log } from '../../domain/logEvents.ts';
import { SyncError } from '../../domain/syncError.ts';
import type { GhlGrant, GhlLinkStore, GhlOAuth, GhlVault } from '../../ports/ghl.ts';
import type { Clock, Random } from '../../ports/platform.ts';
export interface RenewalDeps {
  readonly links: Pick<GhlLinkStore, 'readCredential' | 'changeCredential'>;
  readonly vault: GhlVault;
  /** Undefined where this project has no app at GHL. */
  readonly ghlOAuth: GhlOAuth | undefined;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** Which secret is to be replaced, and who does it. */
interface Task {
  readonly locationId: LocationId;
  readonly version: string;
  readonly holder: string;
}

/** Longer than a lease: whoever waits for a holder that has died takes over. */
const WAIT_MS = 75_000;
const POLL_MS = 500;

/**
 * The secret that follows `version`: of all who need it at the same time one spends the refresh token, and the others
 * wait for what it stores.
 * @throws unauthorized where there is none to be had; unavailable, rateLimited where there may be one later
 */
export async function renewCredential(
  deps: RenewalDeps,
  seen: { locationId: LocationId; version: string },
): Promise<GhlCredential> {
  const task: Task = { ...seen, holder: deps.random.id() };
  const giveUpAt = deps.clock.now().getTime() + WAIT_MS;
  let credential = await deps.links.readCredential(task.locationId);
  for (;;) {
    const now = deps.clock.now();
    const turn = turnOf(credential, { ...task, now });
    switch (turn.turn) {
      case 'renewed':
        return turn.credential;
      case 'over':
        throw new SyncError('unauthorized', OPERATION);
      case 'mine':
        return await spend(deps, task, turn);
      case 'free':
        credential = await deps.links.changeCredential(task.locationId, claimRenewal({ ...task, now }));
        break;
      case 'theirs':
        if (now.getTime() > giveUpAt) throw tooLong(turn.until);
        await deps.clock.sleep(POLL_MS);
        credential = await deps.links.readCredential(task.locationId);
        break;
      default:
        turn satisfies never;
    }
  }
}

const OPERATION = 'ghl.oauth.refresh';

async function spend(
  deps: RenewalDeps,
  task: Task,
  { sealed, spendBefore }: { sealed: string; spendBefore: Date },
): Promise<GhlCredential> {
  const { locationId, version, holder } = task;
  let spent: string;
  let grant: GhlGrant;
  try {
    spent = refreshTokenOf(await deps.vault.open(locationId, sealed));
    grant = await refresh(deps, spent, spendBefore);
  } catch (error) {
    if (SyncError.is(error, 'grantRevoked')) return await giveUp(deps, task, error);
    // If even this fails, the lease runs out by itself.
    await deps.links.changeCredential(locationId, releaseRenewal(holder)).catch(() => undefined);
    throw error;
  }
  const { accessToken, refreshToken = spent, expiresAt } = grant;
  const next = await untilStored(deps.clock, async () => {
    const secret = await deps.vault.seal(locationId, { kind: 'oauth', accessToken, refreshToken });
    const stored = { version: holder, sealed: secret, expiresAt, now: deps.clock.now() };
    return await deps.links.changeCredential(locationId, follow(version, stored));
  });
  if (!next) throw new SyncError('unauthorized', OPERATION);
  deps.log.event('ghlTokenRenewed', { locationId, expiresAt });
  return next;
}

async function refresh(
  { ghlOAuth, clock }: RenewalDeps,
  refreshToken: string,
  spendBefore: Date,
): Promise<GhlGrant> {
  if (!ghlOAuth) {
    throw new SyncError('invalidRequest', OPERATION, {
      message: `${OPERATION}: set GHL_CLIENT_ID and GHL_CLIENT_SECRET to those of the app that made the link`,
    });
  }
  // A process that has slept must not spend what another one has taken over.
  if (clock.now() >= spendBefore) {
    throw new SyncError('unavailable', OPERATION, { message: `${OPERATION}: its turn was over` });
  }
  return await ghlOAuth.refresh(refreshToken);
}

function refreshTokenOf(secret: GhlSecret): string {
  if (secret.kind === 'oauth') return secret.refreshToken;
  throw new SyncError('undecryptable', OPERATION, { message: `${OPERATION}: no refresh token is sealed` });
}

const STORE_ATTEMPTS = 6;
const FIRST_PAUSE_MS = 200;

/** The old token is spent: what is not stored now is lost, and the link with it. */
async function untilStored<T>(clock: Clock, store: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await store();
    } catch (error) {
      if (attempt === STORE_ATTEMPTS || !(error instanceof SyncError && error.retryable)) throw error;
      await clock.sleep(FIRST_PAUSE_MS * 2 ** attempt);
    }
  }
}

/** The token is spent or revoked, and a predecessor that took too long has not stored what came for it, either. */
async function giveUp(deps: RenewalDeps, task: Task, cause: SyncError): Promise<GhlCredential> {
  const { locationId, version } = task;
  const left = await deps.links.changeCredential(locationId, end(version, deps.clock.now()));
  if (left && !left.endedAt) return left;
  deps.log.event('ghlLinkRevoked', { locationId, code: cause.code, operation: cause.operation });
  throw new SyncError('unauthorized', OPERATION, { cause });
}

const tooLong = (until: Date): SyncError =>
  new SyncError('unavailable', OPERATION, {
    message: `${OPERATION}: another process has not finished it yet`,
    retryAt: until,
  });
