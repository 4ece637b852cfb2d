import { SyncError, type SyncErrorCode } from '../../domain/syncError.ts';
import { retryAt } from './retryAt.ts';
import { type ServiceFailure, serviceFailure, withoutSecrets } from './serviceFailure.ts';

/** Says in our words why a call to the People API failed, by its status and the reasons that Google gives. */
export function translatePeopleError(error: unknown, operation: string, now: Date): SyncError {
  if (error instanceof SyncError) return error;
  const failure = serviceFailure(error);
  if (!failure) return new SyncError('invalidRequest', operation, { cause: error });
  const when = retryAt(failure, now);
  return new SyncError(codeOf(failure), operation, {
    cause: withoutSecrets(failure),
    ...(when && { retryAt: when }),
  });
}

const CODES: ReadonlyMap<string, SyncErrorCode> = new Map([
  ['rateLimitExceeded', 'rateLimited'],
  ['userRateLimitExceeded', 'rateLimited'],
  ['RATE_LIMIT_EXCEEDED', 'rateLimited'],
  ['dailyLimitExceeded', 'dailyLimitExceeded'],
  ['insufficientPermissions', 'insufficientScope'],
  ['ACCESS_TOKEN_SCOPE_INSUFFICIENT', 'insufficientScope'],
  // The People API is switched off in our project.
  ['accessNotConfigured', 'invalidRequest'],
  ['SERVICE_DISABLED', 'invalidRequest'],
]);

function codeOf({ status, reasons, quotaUnits }: ServiceFailure): SyncErrorCode {
  if (status === undefined || status === 408 || status >= 500) return 'unavailable';
  if (quotaUnits.some((unit) => unit.startsWith('1/d/'))) return 'dailyLimitExceeded';
  const [byReason] = reasons.flatMap((reason) => CODES.get(reason) ?? []);
  return byReason ?? byStatus(status);
}

function byStatus(status: number): SyncErrorCode {
  switch (status) {
    case 401:
      return 'unauthorized';
    case 403:
      return 'forbidden';
    case 429:
      return 'rateLimited';
    default:
      return 'invalidRequest';
  }
}
