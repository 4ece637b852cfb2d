import type { Log } from '../../domain/logEvents.ts';
import type { Clock } from '../../ports/platform.ts';
import type { AccessSecret } from './secretManager.ts';
import { parseSecretReference, type SecretVersion } from './secretReference.ts';
import { SecretUnreadable } from './secretUnreadable.ts';

export interface SecretSource {
  /**
   * The secret that a configured value stands for. A value from Secret Manager is remembered for a while;
   * `fresh` asks for it anew. @throws SecretUnreadable, RangeError for a version name that is cut short
   */
  readSecret(configured: string, options?: { fresh?: boolean }): Promise<string>;
}

const DEFAULT_MAX_AGE_MS = 5 * 60_000;
/** How long a value is used beyond its age when Secret Manager is down, before asking again. */
const GRACE_MS = 60_000;

interface Remembered {
  readonly value: string;
  readonly until: number;
}

export function createSecretSource({
  access,
  clock,
  log,
  maxAgeMs = DEFAULT_MAX_AGE_MS,
}: {
  access: AccessSecret;
  clock: Pick<Clock, 'now'>;
  log: Log;
  maxAgeMs?: number;
}): SecretSource {
  const remembered = new Map<string, Remembered>();
  const underWay = new Map<string, Promise<string>>();

  const remember = (name: string, value: string, forMs: number) => {
    remembered.set(name, { value, until: clock.now().getTime() + forMs });
    return value;
  };

  /** One call however many wait for it. */
  function accessOnce(version: SecretVersion): Promise<string> {
    const { name } = version;
    const running = underWay.get(name);
    if (running !== undefined) return running;
    const started = access(version)
      .then((value) => remember(name, value, maxAgeMs))
      .finally(() => underWay.delete(name));
    underWay.set(name, started);
    return started;
  }

  /** Secret Manager being down for a while stops nobody who has the value already. */
  async function renew(version: SecretVersion, old: Remembered): Promise<string> {
    try {
      return await accessOnce(version);
    } catch (error) {
      if (!(error instanceof SecretUnreadable && error.failure === 'unavailable')) throw error;
      log.event('secretStale', { secretName: version.secret, error });
      return remember(version.name, old.value, GRACE_MS);
    }
  }

  return {
    async readSecret(configured, { fresh = false } = {}) {
      const reference = parseSecretReference(configured);
      if (reference.kind === 'value') return reference.value;
      const known = remembered.get(reference.name);
      if (fresh || known === undefined) return await accessOnce(reference);
      return known.until > clock.now().getTime() ? known.value : await renew(reference, known);
    },
  };
}
