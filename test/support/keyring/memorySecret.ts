import type { SecretVersion } from '../../../shared/adapters/secrets/secretReference.ts';
import { SecretUnreadable } from '../../../shared/adapters/secrets/secretUnreadable.ts';
import type { ListedVersion, SecretVersions } from '../../../shared/adapters/secrets/secretVersions.ts';
import type { Clock } from '../../../shared/ports/platform.ts';

interface Version {
  readonly value: string;
  readonly createdAt: Date;
  isEnabled: boolean;
}

/** A secret as Secret Manager keeps it: by number a version is there at once, as the latest one only after a while. */
export class MemorySecret implements SecretVersions {
  readonly name = 'projects/p/secrets/keyring/versions/latest';
  readonly all: Version[] = [];
  readonly #clock: Pick<Clock, 'now'>;

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** `lagMs`: for how long a new version is not the latest one yet, where this is read. */
  async access(version: SecretVersion, lagMs = 0): Promise<string> {
    const wanted = version.name.split('/').at(-1) ?? '';
    const found = this.all[(wanted === 'latest' ? this.#latest(lagMs) : Number(wanted)) - 1];
    if (!found) throw new SecretUnreadable('notFound', version);
    if (!found.isEnabled) throw new SecretUnreadable('notEnabled', version);
    return found.value;
  }

  async list(): Promise<readonly ListedVersion[]> {
    return this.all
      .map(({ createdAt, isEnabled }, at) => ({ number: at + 1, createdAt, isEnabled }))
      .toReversed();
  }

  async add(_: SecretVersion, value: string): Promise<number> {
    return this.all.push({ value, createdAt: this.#clock.now(), isEnabled: true });
  }

  async disable(_: SecretVersion, number: number): Promise<void> {
    const version = this.all[number - 1];
    if (version) version.isEnabled = false;
  }

  #latest(lagMs: number): number {
    const seen = this.#clock.now().getTime() - lagMs;
    return Math.max(1, this.all.filter(({ createdAt }) => createdAt.getTime() <= seen).length);
  }
}
