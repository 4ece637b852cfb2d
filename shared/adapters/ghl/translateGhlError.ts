import { SyncError, type SyncErrorCode } from '../../domain/syncError.ts';
import { type GhlFailure, withoutSecrets } from './ghlFailure.ts';
import { comeBackAt, isDayOver } from './toldLimits.ts';

/** The calls to GHL, as errors and logs name them. */
export type GhlOperation =
  | 'ghl.messages.addInbound'
  | 'ghl.messages.list'
  | 'ghl.messages.getEmail'
  | 'ghl.contacts.duplicate'
  | 'ghl.contacts.create'
  | 'ghl.contacts.search'
  | 'ghl.conversations.search'
  | 'ghl.conversations.create';

/** GHL's search learns of a new conversation some seconds after everything else does. */
const SEARCH_LAG_MS = 10_000;

/** Says in our words why a call to GHL failed, by its status, and by its words where GHL gives nothing else. */
export function translateGhlError(failure: GhlFailure, operation: GhlOperation, now: Date): SyncError {
  const code = codeOf(failure, operation);
  const retryAt = retryAtOf(failure, code, now);
  return new SyncError(code, operation, { cause: withoutSecrets(failure), ...(retryAt && { retryAt }) });
}

function retryAtOf({ limits, status }: GhlFailure, code: SyncErrorCode, now: Date): Date | undefined {
  if (code === 'rateLimited' || code === 'dailyLimitExceeded') return comeBackAt(limits, now);
  return code === 'unavailable' && status === 400 ? new Date(now.getTime() + SEARCH_LAG_MS) : undefined;
}

function codeOf(failure: GhlFailure, operation: GhlOperation): SyncErrorCode {
  const { status, limits, message } = failure;
  if (status === undefined || status === 408 || status >= 500) return 'unavailable';
  switch (status) {
    case 401:
      return unauthorized(message);
    case 403:
      return 'forbidden';
    case 429:
      return isDayOver(limits) ? 'dailyLimitExceeded' : 'rateLimited';
    case 400:
    case 404:
    case 422:
      if (isGone(failure, operation)) return 'ghlGone';
      return operation === 'ghl.conversations.create' && status === 400 && /already exists/i.test(message)
        ? 'unavailable'
        : 'invalidRequest';
    default:
      return 'invalidRequest';
  }
}

/** GHL answers 401 also to what no other token of the same kind would open. */
function unauthorized(message: string): SyncErrorCode {
  if (/not authorized for this scope/i.test(message)) return 'forbidden';
  return /version header/i.test(message) ? 'invalidRequest' : 'unauthorized';
}

const PLACE = 'contact|conversation';
const EMAIL = 'email|message';

/** What the operation is about, and may find gone. */
const ABOUT: Readonly<Partial<Record<GhlOperation, string>>> = {
  'ghl.messages.addInbound': PLACE,
  'ghl.messages.list': PLACE,
  'ghl.messages.getEmail': `${PLACE}|${EMAIL}`,
  'ghl.conversations.search': PLACE,
  'ghl.conversations.create': PLACE,
};

const GONE = "not found|not exist|does(?: not|n't) exist|(?:is|was|been) deleted|not belong";

/**
 * The same is told as 400 ("Contact with id … not found"), 404 or 422, by method and by year. A contact and a
 * conversation that do not belong together are no place to log to either. A 404 is about the path where it says so.
 */
function isGone({ status, message }: GhlFailure, operation: GhlOperation): boolean {
  const about = ABOUT[operation];
  if (about === undefined || /emailMessageId|conversationProvider/i.test(message)) return false;
  if (status === 404) return !/^Cannot (GET|POST) /.test(message);
  return new RegExp(`(?:${about}).*(?:${GONE})`, 'is').test(message);
}
