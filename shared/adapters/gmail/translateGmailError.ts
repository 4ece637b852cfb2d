import { SyncError, type SyncErrorCode } from '../../domain/syncError.ts';
import { retryAt } from '../google/retryAt.ts';
import { type ServiceFailure, serviceFailure, withoutSecrets } from '../google/serviceFailure.ts';
import { oauthErrorCode } from '../google/translateOAuthError.ts';

/** The calls to Gmail, as errors and logs name them. */
export type GmailOperation =
  | 'gmail.getProfile'
  | 'gmail.history.list'
  | 'gmail.messages.get'
  | 'gmail.messages.list'
  | 'gmail.messages.send'
  | 'gmail.messages.batchModify'
  | 'gmail.messages.attachments.get'
  | 'gmail.threads.get'
  | 'gmail.labels.list'
  | 'gmail.settings.sendAs.list'
  | 'gmail.watch'
  | 'gmail.stop';

/** Says in our words why a call to Gmail failed, by the operation and the reasons that Gmail gives. */
export function translateGmailError(error: unknown, operation: GmailOperation, now = new Date()): SyncError {
  if (error instanceof SyncError) return leavesOpen(error, operation);
  const failure = serviceFailure(error);
  if (!failure) return new SyncError('invalidRequest', operation, { cause: error });
  const when = retryAt(failure, now);
  return new SyncError(codeOf(failure, operation), operation, {
    cause: withoutSecrets(failure),
    ...(when && { retryAt: when }),
  });
}

/** Gmail took the mail and answered nonsense: as after no answer at all, it is to be looked up before it is sent again. */
function leavesOpen(error: SyncError, operation: GmailOperation): SyncError {
  const isNonsense = error.code === 'malformedAnswer' && error.operation === operation;
  if (!isNonsense || operation !== 'gmail.messages.send') return error;
  return new SyncError('unavailable', operation, { cause: error });
}

/** Source: https://developers.google.com/workspace/gmail/api/guides/handle-errors */
const CODES: ReadonlyMap<string, SyncErrorCode> = new Map([
  ['rateLimitExceeded', 'rateLimited'],
  ['userRateLimitExceeded', 'rateLimited'],
  ['concurrentLimitExceeded', 'rateLimited'],
  ['RATE_LIMIT_EXCEEDED', 'rateLimited'],
  ['dailyLimitExceeded', 'dailyLimitExceeded'],
  ['quotaExceeded', 'dailyLimitExceeded'],
  ['insufficientPermissions', 'insufficientScope'],
  ['ACCESS_TOKEN_SCOPE_INSUFFICIENT', 'insufficientScope'],
  ['domainPolicy', 'forbidden'],
  // "Mail service not enabled": an account of Google's without a mailbox.
  ['failedPrecondition', 'forbidden'],
  // The Gmail API is switched off in our project.
  ['accessNotConfigured', 'invalidRequest'],
  ['SERVICE_DISABLED', 'invalidRequest'],
]);

function codeOf(failure: ServiceFailure, operation: GmailOperation): SyncErrorCode {
  const { status, reasons } = failure;
  if (failure.oauthError !== undefined) return oauthErrorCode(failure);
  if (status === undefined || status === 408 || status >= 500) return 'unavailable';
  if (operation === 'gmail.watch' && isWatchTaken(failure)) return 'watchTaken';
  if (operation === 'gmail.messages.send' && isSendingLimit(failure)) return 'dailyLimitExceeded';
  if (failure.quotaUnits.some((unit) => unit.startsWith('1/d/'))) return 'dailyLimitExceeded';
  const [byReason] = reasons.flatMap((reason) => CODES.get(reason) ?? []);
  if (byReason) return byReason;
  if (operation === 'gmail.watch' && isTopicRefused(failure)) return 'topicNotPermitted';
  return byStatus(status, operation);
}

/**
 * A mailbox that another client watches is a plain 400, like any nonsense in the request; only the words "Only one
 * user push notification client allowed per developer (call /stop then try again)" tell it apart.
 */
function isWatchTaken({ status, message }: ServiceFailure): boolean {
  return status === 400 && /only one user push notification client/i.test(message);
}

/**
 * What a person may send a day, in all of their clients together, is told like the rate of any call: only the words
 * "User-rate limit exceeded.  Retry after 2026-04-19T23:39:25.148Z (Mail sending)" tell it apart. It lasts for hours,
 * and says nothing about reading.
 */
function isSendingLimit({ status, message }: ServiceFailure): boolean {
  return status === 429 && /\(mail sending\)/i.test(message);
}

/** Gmail tries the topic before it answers: without leave to publish that is 403 `forbidden`, without a topic 404. */
function isTopicRefused({ status, reasons }: ServiceFailure): boolean {
  return status === 404 || (status === 403 && reasons.includes('forbidden'));
}

/** Or, of a send, about the thread that it answers into. */
const ABOUT_A_MESSAGE: readonly GmailOperation[] = [
  'gmail.messages.get',
  'gmail.threads.get',
  'gmail.messages.attachments.get',
  'gmail.messages.send',
];

/** The same 404 means an expired cursor to one call and a deleted message to another. */
function byStatus(status: number, operation: GmailOperation): SyncErrorCode {
  switch (status) {
    case 401:
      return 'unauthorized';
    case 403:
      return 'forbidden';
    case 404:
      if (operation === 'gmail.history.list') return 'historyExpired';
      return ABOUT_A_MESSAGE.includes(operation) ? 'messageGone' : 'invalidRequest';
    case 429:
      return 'rateLimited';
    default:
      return 'invalidRequest';
  }
}
