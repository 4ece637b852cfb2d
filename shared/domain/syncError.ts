/** What went wrong, told apart by operation and reason where the failure entered, never by its text. */
export const SYNC_ERROR_CODES = [
  /** `history.list` no longer knows the start id: only a recovery helps. */
  'historyExpired',
  /** `messages.get` or `threads.get`: the message is gone, or not there yet. */
  'messageGone',
  /** Too many requests for now: pause the mailbox, keep the work. */
  'rateLimited',
  /** The project's quota for work that can wait is used up for this minute: it goes on in the next. */
  'overBudget',
  /** The project's or the user's day is used up. */
  'dailyLimitExceeded',
  /** The access token was refused and a refresh did not help. */
  'unauthorized',
  /** The refresh token is dead (`invalid_grant`). */
  'grantRevoked',
  /** The grant lacks a scope that the call needs. */
  'insufficientScope',
  /** The domain's policy or Gmail's settings forbid it. */
  'forbidden',
  /** Gmail may not publish to the topic. */
  'topicNotPermitted',
  /** Another client of ours watches this mailbox to another topic. */
  'watchTaken',
  /** 5xx, a broken connection or a time-out: the same call may go through later. */
  'unavailable',
  /** We asked for something that makes no sense: a bug of ours, never worth a repeat. */
  'invalidRequest',
  /** An answer that does not have the documented shape. */
  'malformedAnswer',
  /** A message that our own reading of it stumbles over: a bug of ours. */
  'unreadable',
  /** A message that Firestore does not take. */
  'unstorable',
  /** Another run took the mailbox over; this one must write no more. */
  'leaseLost',
  /** A Gmail id was ingested by another run since the ledger was read: read it again. */
  'ledgerMoved',
  /** Firestore gave up under contention. */
  'contention',
  /** GHL no longer has the contact or the conversation: it is to be resolved again. */
  'ghlGone',
  /** A grant that no key of the keyring opens. */
  'undecryptable',
] as const;
export type SyncErrorCode = (typeof SYNC_ERROR_CODES)[number];

const RETRYABLE: ReadonlySet<SyncErrorCode> = new Set([
  'rateLimited',
  'overBudget',
  'unavailable',
  'contention',
  'leaseLost',
  'ledgerMoved',
  'malformedAnswer',
  'unreadable',
  'unstorable',
]);

/** The one error that ports throw. `operation` is the call that failed, e.g. `gmail.history.list`. */
export class SyncError extends Error {
  readonly code: SyncErrorCode;
  readonly operation: string;
  /** When the service asked us to come back, if it said so. */
  readonly retryAt: Date | undefined;

  constructor(
    code: SyncErrorCode,
    operation: string,
    options: { message?: string; cause?: unknown; retryAt?: Date } = {},
  ) {
    super(options.message ?? `${operation}: ${code}`, { cause: options.cause });
    this.name = 'SyncError';
    this.code = code;
    this.operation = operation;
    this.retryAt = options.retryAt;
  }

  /** Whether the trigger's own retry may succeed without anyone's help. */
  get retryable(): boolean {
    return RETRYABLE.has(this.code);
  }

  static is(error: unknown, code: SyncErrorCode): error is SyncError {
    return error instanceof SyncError && error.code === code;
  }
}
