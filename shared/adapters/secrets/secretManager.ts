import type { SecretManagerServiceClient } from '@google-cloud/secret-manager';
import { crc32c } from './crc32c.ts';
import type { SecretVersion } from './secretReference.ts';
import { SecretUnreadable, secretUnreadable } from './secretUnreadable.ts';

/** Reads one version of a secret from where it is kept. @throws SecretUnreadable */
export type AccessSecret = (version: SecretVersion) => Promise<string>;

type ClientOptions = NonNullable<ConstructorParameters<typeof SecretManagerServiceClient>[0]>;

/** UNAVAILABLE, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED and INTERNAL: reading again is harmless. */
const TRANSIENT = [14, 4, 8, 13];

/** The client's own settings begin at two seconds and go on for ten minutes; a notification waits here. */
const DEFAULT_TIMING = { firstDelayMs: 100, attemptMs: 5_000, totalMs: 15_000 };

/** A checksum that does not fit is an accident of the way here, most likely gone the next time. */
const ATTEMPTS_AT_INTACT_PAYLOAD = 2;

/**
 * Secret Manager through Google's client, which is loaded by the first read: most instances of a function
 * start without needing it. REST, because beside Firestore's client the first read then took 85 ms and not
 * 150 as over gRPC, and 10 MB less.
 */
export function secretManager(
  options: ClientOptions = {},
  timing: typeof DEFAULT_TIMING = DEFAULT_TIMING,
): AccessSecret {
  let client: SecretManagerServiceClient | undefined;

  return async (version) => {
    const { SecretManagerServiceClient } = await import('@google-cloud/secret-manager');
    client ??= new SecretManagerServiceClient({ fallback: true, ...options });
    const used = client;
    try {
      // A call would do it as well, but leave a failure to sign in unhandled, and repeat that failure for ever.
      await used.initialize();
    } catch (error) {
      client = undefined;
      throw new SecretUnreadable('unauthenticated', version, error);
    }
    try {
      return await readIntact(used, version, timing);
    } catch (error) {
      throw secretUnreadable(version, error);
    }
  };
}

async function readIntact(
  client: SecretManagerServiceClient,
  version: SecretVersion,
  timing: typeof DEFAULT_TIMING,
): Promise<string> {
  for (let attempt = 1; attempt <= ATTEMPTS_AT_INTACT_PAYLOAD; attempt++) {
    const [{ payload }] = await client.accessSecretVersion({ name: version.name }, callOptions(timing));
    const bytes = typeof payload?.data === 'string' ? Buffer.from(payload.data, 'base64') : payload?.data;
    if (bytes && isIntact(bytes, payload?.dataCrc32c)) return decode(bytes, version);
  }
  throw new SecretUnreadable('corrupted', version);
}

/** Old secrets with customer-managed keys have no checksum; there is nothing to compare then. */
function isIntact(bytes: Uint8Array, checksum: unknown): boolean {
  return checksum === undefined || checksum === null || String(checksum) === String(crc32c(bytes));
}

/** Without the line break at the end that `echo` and editors leave, and that no secret of ours has. */
function decode(bytes: Uint8Array, version: SecretVersion): string {
  const text = Buffer.from(bytes)
    .toString('utf8')
    .replace(/\r?\n$/, '');
  if (text === '') throw new SecretUnreadable('corrupted', version);
  return text;
}

const callOptions = ({ firstDelayMs, attemptMs, totalMs }: typeof DEFAULT_TIMING) => ({
  retry: {
    retryCodes: TRANSIENT,
    backoffSettings: {
      initialRetryDelayMillis: firstDelayMs,
      retryDelayMultiplier: 2,
      maxRetryDelayMillis: 2_000,
      initialRpcTimeoutMillis: attemptMs,
      rpcTimeoutMultiplier: 1,
      maxRpcTimeoutMillis: attemptMs,
      totalTimeoutMillis: totalMs,
    },
  },
});
