import { end, type GhlCredential, type GhlSecret, isFresh } from '../../domain/ghlCredential.ts';
import { SyncError } from '../../domain/syncError.ts';
import { type RenewalDeps, renewCredential } from './renewCredential.ts';

/** What a location's calls carry. */
export interface GhlTokens {
  /** Good for a minute at least. @throws unauthorized where the link has ended; unavailable, rateLimited */
  current(): Promise<string>;
  /**
   * After GHL has refused a token with 401: whether there is another to call with, once. Where there is none, the link
   * is marked as ended. @throws unauthorized, unavailable, rateLimited
   */
  refused(token: string): Promise<boolean>;
}

export interface StoredTokens extends GhlTokens {
  /** Goes on with what is stored now. */
  adopt(credential: GhlCredential): Promise<void>;
}

/** A token that is refused so soon after it was stored is not made better by another one. */
const NEW_MS = 60_000;

/** The stored secret, kept open in memory, renewed before it ends and when GHL refuses it. */
export async function storedTokens(deps: RenewalDeps, first: GhlCredential): Promise<StoredTokens> {
  let opened = await open(deps, first);
  let renewing: Promise<void> | undefined;

  async function adopt(credential: GhlCredential): Promise<void> {
    if (credential.version !== opened.credential.version) opened = await open(deps, credential);
  }

  /** One renewal however many wait for it. */
  function renew(): Promise<void> {
    renewing ??= renewCredential(deps, opened.credential)
      .then(adopt)
      .finally(() => {
        renewing = undefined;
      });
    return renewing;
  }

  return {
    adopt,
    async current() {
      const { credential } = opened;
      if (credential.kind === 'oauth' && !isFresh(credential.expiresAt, deps.clock.now())) await renew();
      return opened.token;
    },
    async refused(token) {
      if (token !== opened.token) return true;
      const { locationId, version } = opened.credential;
      const stored = await deps.links.readCredential(locationId);
      if (!stored || stored.endedAt) return false;
      if (stored.version !== version) {
        await adopt(stored);
        return true;
      }
      const isNew = deps.clock.now().getTime() - stored.storedAt.getTime() < NEW_MS;
      if (stored.kind === 'oauth' && !isNew) {
        await renew();
        return true;
      }
      await deps.links.changeCredential(locationId, end(version, deps.clock.now()));
      deps.log.event('ghlLinkRevoked', { locationId, code: 'unauthorized' });
      return false;
    },
  };
}

interface Opened {
  readonly credential: GhlCredential;
  readonly token: string;
}

async function open({ vault }: RenewalDeps, credential: GhlCredential): Promise<Opened> {
  if (credential.endedAt) throw new SyncError('unauthorized', 'ghl.open');
  return { credential, token: tokenOf(await vault.open(credential.locationId, credential.sealed)) };
}

const tokenOf = (secret: GhlSecret): string => (secret.kind === 'token' ? secret.token : secret.accessToken);
