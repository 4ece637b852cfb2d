import type { SecretManagerServiceClient } from '@google-cloud/secret-manager';
import { crc32c } from './crc32c.ts';
import {
  type ClientOptions,
  callOptions,
  DEFAULT_TIMING,
  NotSignedIn,
  secretManagerClient,
} from './secretManagerClient.ts';
import type { SecretVersion } from './secretReference.ts';
import { SecretUnreadable, secretUnreadable } from './secretUnreadable.ts';

/** Reads one version of a secret from where it is kept. @throws SecretUnreadable */
export type AccessSecret = (version: SecretVersion) => Promise<string>;

/** A checksum that does not fit is an accident of the way here, most likely gone the next time. */
const ATTEMPTS_AT_INTACT_PAYLOAD = 2;

/** Secret Manager through Google's client. */
export function secretManager(
  options: ClientOptions = {},
  timing: typeof DEFAULT_TIMING = DEFAULT_TIMING,
): AccessSecret {
  const connect = secretManagerClient(options);

  return async (version) => {
    try {
      return await readIntact(await connect(), version, timing);
    } catch (error) {
      if (error instanceof NotSignedIn) throw new SecretUnreadable('unauthenticated', version, error.cause);
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
