import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { createGhlAccess } from '../../shared/adapters/ghl/ghlAccess.ts';
import { createGhlOAuth } from '../../shared/adapters/ghl/ghlOAuth.ts';
import { createGhlVault } from '../../shared/adapters/secrets/ghlVault.ts';
import { createGrantCipher } from '../../shared/adapters/secrets/grantCipher.ts';
import type { GhlCredential, GhlSecret } from '../../shared/domain/ghlCredential.ts';
import type { LocationId } from '../../shared/domain/ids.ts';
import { parseKeyring } from '../../shared/domain/keyring.ts';
import type { GhlLinkStore, GhlOAuth, GhlVault } from '../../shared/ports/ghl.ts';
import type { Clock, Random } from '../../shared/ports/platform.ts';
import { aWantedLink } from './aWantedLink.ts';
import type { GhlLocation } from './ghl/ghlLocation.ts';
import { GhlSimulator } from './ghl/ghlSimulator.ts';
import { recordingLog } from './recordingLog.ts';
import { aKeyring } from './stack/environment.ts';

/** Time that passes only where the test says so, or, where `flows`, while somebody waits. */
class LinkClock implements Clock {
  flows = false;
  #now = new Date('2026-11-22T12:00:00Z').getTime();

  now(): Date {
    return new Date(this.#now);
  }

  async sleep(milliseconds: number): Promise<void> {
    if (this.flows) this.pass(milliseconds);
    await pause(5);
  }

  pass(milliseconds: number): void {
    this.#now += milliseconds;
  }
}

export const HOUR_MS = 60 * 60_000;
export const DAY_MS = 24 * HOUR_MS;

/** The parts of one process that renew tokens; each process has its own memory, and all share store and keyring. */
export interface GhlProcess {
  readonly links: GhlLinkStore;
  readonly vault: GhlVault;
  readonly ghlOAuth: GhlOAuth;
  readonly clock: Clock;
  readonly random: Random;
}

/** A GHL, a store, and as many processes as a test wants. */
export class GhlLinking {
  readonly clock: LinkClock;
  readonly recorded = recordingLog();
  readonly ghl: GhlSimulator;
  readonly links: GhlLinkStore;
  readonly vault: GhlVault;
  #asked = 0;

  private constructor(ghl: GhlSimulator, links: GhlLinkStore, clock: LinkClock) {
    this.ghl = ghl;
    this.links = links;
    this.clock = clock;
    const keyring = parseKeyring(aKeyring());
    const keyrings = { current: async () => keyring, containing: async () => keyring };
    this.vault = createGhlVault(createGrantCipher({ keyrings }));
    ghl.onEvent = ({ side, what }) => {
      if (side === 'request' && what === 'POST /oauth/token') this.#asked += 1;
      return undefined;
    };
  }

  static async start(links: GhlLinkStore): Promise<GhlLinking> {
    const clock = new LinkClock();
    return new GhlLinking(await GhlSimulator.start({ now: () => clock.now() }), links, clock);
  }

  process(): GhlProcess {
    const { clientId, clientSecret } = this.ghl.oauth.client;
    return {
      links: this.links,
      vault: this.vault,
      ghlOAuth: createGhlOAuth({ clientId, clientSecret, clock: this.clock, apiUrl: this.ghl.url }),
      clock: this.clock,
      random: { id: randomUUID, token: randomUUID },
    };
  }

  access(process: GhlProcess = this.process()) {
    return createGhlAccess({ ...process, log: this.recorded.log, apiUrl: this.ghl.url });
  }

  /** How often a token was asked for. */
  get asked(): number {
    return this.#asked;
  }

  async linkByOAuth(
    locationId: LocationId,
    location: GhlLocation,
    grant = this.ghl.oauth.grant(location),
  ): Promise<GhlCredential> {
    const { accessToken, refreshToken, expiresAt } = grant;
    const secret: GhlSecret = { kind: 'oauth', accessToken, refreshToken };
    return await this.#link(locationId, location, secret, { kind: 'oauth', expiresAt, renewal: null });
  }

  async linkByToken(locationId: LocationId, location: GhlLocation, token = this.ghl.token(location)) {
    return await this.#link(locationId, location, { kind: 'token', token }, { kind: 'token' });
  }

  async close(): Promise<void> {
    await this.ghl.close();
  }

  async #link(
    locationId: LocationId,
    location: GhlLocation,
    secret: GhlSecret,
    how: { kind: 'token' } | { kind: 'oauth'; expiresAt: Date; renewal: null },
  ): Promise<GhlCredential> {
    const credential: GhlCredential = {
      locationId,
      version: randomUUID(),
      sealed: await this.vault.seal(locationId, secret),
      storedAt: this.clock.now(),
      endedAt: null,
      ...how,
    };
    const { kind } = how;
    await this.links.linkLocation(aWantedLink({ ghlLocationId: location.id, kind }), credential);
    return credential;
  }
}
