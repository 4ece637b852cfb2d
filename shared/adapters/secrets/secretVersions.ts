import { crc32c } from './crc32c.ts';
import {
  type ClientOptions,
  callOptions,
  DEFAULT_TIMING,
  secretManagerClient,
} from './secretManagerClient.ts';
import type { SecretVersion } from './secretReference.ts';
import { SecretUnmanageable } from './secretUnmanageable.ts';

export interface ListedVersion {
  readonly number: number;
  readonly createdAt: Date;
  readonly isEnabled: boolean;
}

/** The versions of a secret, for whoever rotates it. Throws `SecretUnmanageable`. */
export interface SecretVersions {
  /** Newest first. */
  list(secret: SecretVersion): Promise<readonly ListedVersion[]>;
  /** Returns its number. It is not repeated: nobody knows whether a call that broke has added one. */
  add(secret: SecretVersion, value: string): Promise<number>;
  /** One that is disabled, or destroyed, stays as it is. */
  disable(secret: SecretVersion, number: number): Promise<void>;
}

/** gRPC's FAILED_PRECONDITION. */
const FAILED_PRECONDITION = 9;

export function secretVersions(
  options: ClientOptions = {},
  timing: typeof DEFAULT_TIMING = DEFAULT_TIMING,
): SecretVersions {
  const connect = secretManagerClient(options);
  const call = callOptions(timing);

  async function calling<T>(
    operation: string,
    secret: SecretVersion,
    run: (client: Awaited<ReturnType<typeof connect>>) => Promise<T>,
  ): Promise<T> {
    try {
      return await run(await connect());
    } catch (error) {
      throw new SecretUnmanageable(operation, secret, error);
    }
  }

  return {
    list: (secret) =>
      calling('listSecretVersions', secret, async (client) => {
        const [versions] = await client.listSecretVersions({ parent: secretOf(secret) }, call);
        return versions
          .map(({ name, createTime, state }) => ({
            number: numberOf(name),
            createdAt: dateOf(createTime),
            isEnabled: state === 'ENABLED' || state === 1,
          }))
          .toSorted((a, b) => b.number - a.number);
      }),

    add: (secret, value) =>
      calling('addSecretVersion', secret, async (client) => {
        const data = Buffer.from(value);
        const payload = { data, dataCrc32c: crc32c(data) };
        const once = { timeout: timing.totalMs };
        const [added] = await client.addSecretVersion({ parent: secretOf(secret), payload }, once);
        return numberOf(added.name);
      }),

    disable: (secret, number) =>
      calling('disableSecretVersion', secret, async (client) => {
        try {
          await client.disableSecretVersion({ name: `${secretOf(secret)}/versions/${number}` }, call);
        } catch (error) {
          if (!isDestroyed(error)) throw error;
        }
      }),
  };
}

export const secretOf = ({ project, secret }: SecretVersion): string =>
  `projects/${project}/secrets/${secret}`;

/** A name has the project's number where we have its id, so that nothing else of it is compared. */
function numberOf(name: string | null | undefined): number {
  const number = Number(name?.split('/').at(-1));
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new RangeError('Secret Manager named a version without a number');
}

function dateOf(time: { seconds?: unknown; nanos?: unknown } | null | undefined): Date {
  const milliseconds = Number(time?.seconds ?? Number.NaN) * 1_000 + Number(time?.nanos ?? 0) / 1_000_000;
  if (Number.isFinite(milliseconds)) return new Date(milliseconds);
  throw new RangeError('Secret Manager listed a version without its time');
}

const isDestroyed = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === FAILED_PRECONDITION;
