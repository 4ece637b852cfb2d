import { SyncError, type SyncErrorCode } from '../../domain/syncError.ts';
import { retryAt } from './retryAt.ts';
import { type ServiceFailure, serviceFailure, withoutSecrets } from './serviceFailure.ts';

/** Says in our words why a call to Google's OAuth endpoints failed. */
export function translateOAuthError(error: unknown, operation: string, now = new Date()): SyncError {
  if (error instanceof SyncError) return error;
  const failure = serviceFailure(error);
  if (!failure)
    return new SyncError('malformedAnswer', operation, { message: `${operation}: no token in the answer` });
  const when = retryAt(failure, now);
  return new SyncError(oauthErrorCode(failure), operation, {
    cause: withoutSecrets(failure),
    ...(when && { retryAt: when }),
  });
}

/**
 * `error` of RFC 6749 section 5.2 and Google's own additions decide; a client that Google refuses
 * (`invalid_client` and the like) is our configuration and no fault of the agent's grant.
 */
export function oauthErrorCode({ status, oauthError }: ServiceFailure): SyncErrorCode {
  if (oauthError === 'invalid_grant') return 'grantRevoked';
  if (oauthError === 'admin_policy_enforced' || oauthError === 'access_denied') return 'forbidden';
  if (status === 429 || oauthError === 'rate_limit_exceeded') return 'rateLimited';
  if (status === undefined || status === 408 || status >= 500) return 'unavailable';
  return 'invalidRequest';
}
