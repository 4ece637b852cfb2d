import { SyncError } from '../../domain/syncError.ts';
import { NotSignedIn } from './secretManagerClient.ts';
import type { SecretVersion } from './secretReference.ts';
import { secretFailureOf } from './secretUnreadable.ts';

/** The versions of a secret cannot be listed or changed. */
export class SecretUnmanageable extends SyncError {
  constructor(operation: string, secret: SecretVersion, cause: unknown) {
    const failure = cause instanceof NotSignedIn ? 'unauthenticated' : secretFailureOf(cause);
    const advice = ADVICE[failure]?.(secret) ?? 'look whether it was done nevertheless';
    super('unavailable', `secretManager.${operation}`, {
      message: `secretManager.${operation}: cannot do it with secret ${secret.secret} (${failure}) → ${advice}`,
      cause,
    });
    this.name = 'SecretUnmanageable';
  }
}

const ADVICE: Readonly<Record<string, (secret: SecretVersion) => string>> = {
  permissionDenied: ({ secret }) =>
    `have roles/secretmanager.secretVersionManager and roles/secretmanager.secretAccessor on secret ${secret}, which no function needs, granted to yourself for as long as you rotate`,
  apiDisabled: ({ project }) => `enable secretmanager.googleapis.com in project ${project}`,
  unauthenticated: () => 'run "gcloud auth application-default login"',
  notFound: ({ secret, project }) =>
    `create secret ${secret} in project ${project}, or correct TOKEN_KEYRING`,
};
