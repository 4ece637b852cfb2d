import { SyncError } from '../../domain/syncError.ts';
import type { SecretVersion } from './secretReference.ts';

type SecretFailure =
  | 'permissionDenied'
  | 'apiDisabled'
  | 'unauthenticated'
  | 'notFound'
  | 'notEnabled'
  | 'corrupted'
  | 'unavailable';

/**
 * A secret that cannot be read. Whatever the reason, it is `unavailable` to the sync: no mailbox is at fault,
 * the work is kept, and it goes through as soon as an operator or Google has put it right.
 */
export class SecretUnreadable extends SyncError {
  readonly failure: SecretFailure;
  /** The full name of the version. */
  readonly secret: string;

  constructor(failure: SecretFailure, version: SecretVersion, cause?: unknown) {
    const what = `cannot read ${version.name} (${failure})`;
    super('unavailable', OPERATION, {
      message: `${OPERATION}: ${what} → ${ADVICE[failure](version)}`,
      cause,
    });
    this.name = 'SecretUnreadable';
    this.failure = failure;
    this.secret = version.name;
  }
}

const OPERATION = 'secretManager.accessSecretVersion';

const ADVICE: Record<SecretFailure, (version: SecretVersion) => string> = {
  permissionDenied: ({ secret, project }) =>
    `grant roles/secretmanager.secretAccessor on secret ${secret} to the function's service account, and check that the secret exists in project ${project}`,
  apiDisabled: ({ project }) => `enable secretmanager.googleapis.com in project ${project}`,
  unauthenticated: () =>
    'run with a service account, or set GOOGLE_APPLICATION_CREDENTIALS, or configure the secret itself',
  notFound: ({ secret, project }) =>
    `create secret ${secret} in project ${project} and add a version to it, or correct the version in its name`,
  notEnabled: ({ secret }) =>
    `enable this version of secret ${secret}, or add a new one: "latest" is the newest version even when it is disabled or destroyed`,
  corrupted: ({ secret }) => `add the value of secret ${secret} again as a new version`,
  unavailable: () => 'nothing: Secret Manager did not answer in time, and the work is tried again',
};

/** gRPC's status numbers, by which the client reports failures over REST as well. */
const FAILURE_OF_STATUS: Readonly<Record<number, SecretFailure>> = {
  3: 'notFound',
  5: 'notFound',
  7: 'permissionDenied',
  9: 'notEnabled',
  16: 'unauthenticated',
};

export function secretUnreadable(version: SecretVersion, error: unknown): SecretUnreadable {
  if (error instanceof SecretUnreadable) return error;
  return new SecretUnreadable(secretFailureOf(error), version, error);
}

export function secretFailureOf(error: unknown): SecretFailure {
  if (typeof error !== 'object' || error === null) return 'unavailable';
  if ('reason' in error && error.reason === 'SERVICE_DISABLED') return 'apiDisabled';
  const status = 'code' in error && typeof error.code === 'number' ? error.code : undefined;
  return (status === undefined ? undefined : FAILURE_OF_STATUS[status]) ?? 'unavailable';
}
