import { randomBytes, randomUUID } from 'node:crypto';
import { createGrantCipher } from '../../../shared/adapters/secrets/grantCipher.ts';
import { createKeyringKeeper } from '../../../shared/adapters/secrets/keyringKeeper.ts';
import { readKeyring } from '../../../shared/adapters/secrets/readKeyring.ts';
import { resealer } from '../../../shared/adapters/secrets/resealer.ts';
import type { AccessSecret } from '../../../shared/adapters/secrets/secretManager.ts';
import { createSecretSource } from '../../../shared/adapters/secrets/secretSource.ts';
import type { SecretVersions } from '../../../shared/adapters/secrets/secretVersions.ts';
import { AgentId, LocationId, MailboxId } from '../../../shared/domain/ids.ts';
import { type Keyring, Sealed } from '../../../shared/domain/keyring.ts';
import { PROPAGATION_MS } from '../../../shared/domain/keyringRotation.ts';
import type { Clock } from '../../../shared/ports/platform.ts';
import type { KeyringDeps } from '../../../shared/sync/keyring/deps.ts';
import {
  type Rotation,
  type RotationWish,
  rotateKeyring,
} from '../../../shared/sync/keyring/rotateKeyring.ts';
import { aWantedLink } from '../aWantedLink.ts';
import { aLocation, anAddress } from '../builders.ts';
import { memoryStore } from '../memory-store/memoryStore.ts';
import { recordingLog } from '../recordingLog.ts';
import { MemorySecret } from './memorySecret.ts';

const MINUTE_MS = 60_000;
const LOOK_EVERY_MS = 2 * MINUTE_MS;
/** With the five minutes for which an instance keeps the keyring, as late as a rotation allows; others see it at once. */
const LATEST_LAGS_MS = PROPAGATION_MS - 5 * MINUTE_MS - 1_000;

const TO_THE_END: RotationWish = {
  propagationMs: PROPAGATION_MS,
  retire: true,
  again: false,
  wait: true,
};

const newKeyText = (): string => randomBytes(32).toString('base64');

/** A binding, and what was granted last. */
interface Granted {
  readonly purpose: 'gmail' | 'ghl';
  readonly owner: string;
  readonly token: string;
}

/** Those of a rotation's ports that something can befall. */
export interface RotationPorts extends Omit<KeyringDeps, 'keyrings' | 'clock'> {
  readonly secret: SecretVersions & { access: AccessSecret };
}

/** Time passes while a process waits; every other minute of it, instances look on. */
class RotationClock implements Clock {
  onLook: () => Promise<void> = async () => {};
  #now = Date.parse('2026-11-23T08:00:00Z');
  #looked = this.#now;

  now(): Date {
    return new Date(this.#now);
  }

  async sleep(milliseconds: number): Promise<void> {
    this.#now += milliseconds;
    if (this.#now - this.#looked < LOOK_EVERY_MS) return;
    this.#looked = this.#now;
    await this.onLook();
  }
}

/** An instance that reads the keyring every five minutes and at no other time, not even for a key that it lacks. */
interface Instance {
  cipher(): ReturnType<typeof createGrantCipher>;
}

/** Grants in a store, their keyring in a secret, instances that use both, and processes that rotate the keyring. */
export class RotationStage {
  readonly clock = new RotationClock();
  readonly store = memoryStore();
  readonly secret: MemorySecret;
  readonly recorded = recordingLog();
  readonly granted = new Map<string, Granted>();
  readonly keys: string[] = [newKeyText()];
  readonly instances: Instance[] = [];
  /** What went wrong while nobody but the instances looked. */
  readonly wrongs: string[] = [];
  #renewals = 0;

  private constructor() {
    this.secret = new MemorySecret(this.clock);
    let looking: Promise<void> | undefined;
    this.clock.onLook = async () => {
      looking ??= this.look().finally(() => {
        looking = undefined;
      });
      await looking;
    };
  }

  static async set({ mailboxes = 3, locations = 2, instances = 3 } = {}): Promise<RotationStage> {
    const stage = new RotationStage();
    await stage.addVersion({ current: 'k1', keys: { k1: stage.keys[0] } });
    await stage.clock.sleep(PROPAGATION_MS);
    // Each at another time, so that one or the other knows of a change first, and one last.
    for (let at = 0; at < instances; at += 1) {
      stage.addInstance({ lagMs: at % 2 === 0 ? 0 : LATEST_LAGS_MS });
      await stage.clock.sleep(2 * MINUTE_MS);
    }
    for (let at = 0; at < mailboxes; at += 1) await stage.grantMailbox();
    for (let at = 0; at < locations; at += 1) await stage.linkLocation();
    return stage;
  }

  async addVersion(keyring: object): Promise<void> {
    await this.secret.add(REFERENCE, JSON.stringify(keyring));
  }

  addInstance({ lagMs = 0 } = {}): Instance {
    const { secret, clock } = this;
    const source = createSecretSource({
      access: (version) => secret.access(version, lagMs),
      clock,
      log: this.recorded.log,
    });
    const read = async () => readKeyring(await source.readSecret(secret.name));
    const instance = {
      cipher: () => createGrantCipher({ keyrings: { current: read, containing: read } }),
    };
    this.instances.push(instance);
    return instance;
  }

  /** What a process that rotates works with, as far as something can befall it. */
  ports(): RotationPorts {
    const { secret } = this;
    return {
      secret: {
        access: (version) => secret.access(version),
        list: () => secret.list(),
        add: (reference, value) => secret.add(reference, value),
        disable: (reference, number) => secret.disable(reference, number),
      },
      seals: this.store,
      resealer,
      random: { id: randomUUID, token: () => this.#token() },
      log: this.recorded.log,
    };
  }

  deps(ports: RotationPorts = this.ports()): KeyringDeps {
    const { secret, ...others } = ports;
    const keyrings = createKeyringKeeper({
      configured: this.secret.name,
      access: (version) => secret.access(version),
      versions: secret,
    });
    return { ...others, keyrings, clock: this.clock };
  }

  rotate(wish: Partial<RotationWish> = {}, ports?: RotationPorts): Promise<Rotation> {
    return rotateKeyring(this.deps(ports), { ...TO_THE_END, ...wish });
  }

  /** Each instance opens everything, and one of them stores something new. */
  async look(): Promise<void> {
    for (const [at, instance] of this.instances.entries())
      this.wrongs.push(...(await this.#shutFor(instance)).map((why) => `instance ${at}: ${why}`));
    const instance = this.instances[this.#renewals % this.instances.length];
    if (!instance || this.granted.size === 0) return;
    this.#renewals += 1;
    const mailboxes = [...this.granted.values()].filter(({ purpose }) => purpose === 'gmail');
    // The others wait for the rotation.
    const renewed = mailboxes[this.#renewals % Math.ceil(mailboxes.length / 2)];
    if (renewed) await this.grantMailbox(renewed.owner, instance);
  }

  /** The keyring as it is after all. */
  keyring(): Keyring {
    return readKeyring(this.secret.all.at(-1)?.value ?? '');
  }

  /** What of all this does not hold: each record opens with the newest keyring, and has what was granted last. */
  async wrong(): Promise<readonly string[]> {
    const keyring = this.keyring();
    const newest = {
      cipher: () =>
        createGrantCipher({ keyrings: { current: async () => keyring, containing: async () => keyring } }),
    };
    return [...this.wrongs, ...(await this.#shutFor(newest))];
  }

  async sealedWith(): Promise<readonly string[]> {
    const { items } = await this.store.sealedRecords({ limit: 1_000 });
    return [
      ...new Set(items.map(({ document }) => Sealed.parse(document.sealed ?? '')?.keyId ?? 'none')),
    ].sort();
  }

  async grantMailbox(known?: string, by = this.instances[0]): Promise<MailboxId> {
    const emailAddress = anAddress('mailbox');
    const mailboxId = known === undefined ? MailboxId.of(emailAddress) : MailboxId(known);
    const token = randomBytes(24).toString('hex');
    const sealed = await by?.cipher().seal(token, { purpose: 'gmail', owner: mailboxId });
    const uid = AgentId('agent');
    await this.store.connect(
      { mailboxId, uid, emailAddress, now: this.clock.now() },
      { sealed: sealed ?? '', scopes: ['gmail.modify'] },
    );
    this.granted.set(mailboxId, { purpose: 'gmail', owner: mailboxId, token });
    return mailboxId;
  }

  async linkLocation(): Promise<LocationId> {
    const locationId = LocationId(randomUUID());
    this.store.putLocation(aLocation({ locationId }));
    const token = randomBytes(24).toString('hex');
    const cipher = this.instances[0]?.cipher();
    await this.store.linkLocation(aWantedLink(), {
      locationId,
      version: randomUUID(),
      sealed: (await cipher?.seal(token, { purpose: 'ghl', owner: locationId })) ?? '',
      storedAt: this.clock.now(),
      endedAt: null,
      kind: 'token',
    });
    this.granted.set(`ghl:${locationId}`, { purpose: 'ghl', owner: locationId, token });
    return locationId;
  }

  #token(): string {
    const bytes = randomBytes(32);
    this.keys.push(bytes.toString('base64'));
    return bytes.toString('base64url');
  }

  async #shutFor(instance: Instance): Promise<readonly string[]> {
    const { items } = await this.store.sealedRecords({ limit: 1_000 });
    const found = new Map(items.map(({ document }) => [document.recordId, document.sealed]));
    const wrongs: string[] = [];
    for (const [recordId, { purpose, owner, token }] of this.granted) {
      const opened = await instance
        .cipher()
        .open(found.get(recordId) ?? '', { purpose, owner })
        .catch((error: unknown) => String(error));
      if (opened !== token) wrongs.push(`${this.clock.now().toISOString()} ${recordId}: ${opened}`);
    }
    return wrongs;
  }
}

const REFERENCE = { kind: 'version', name: '', project: 'p', secret: 'keyring' } as const;
