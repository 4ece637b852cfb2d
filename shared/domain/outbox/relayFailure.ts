import type { SyncErrorCode } from '../syncError.ts';

/** What a failed call to GHL says about the email that it was about. */
export type Verdict =
  /** Not now: nothing of the location. */
  | 'limited'
  /** The link has ended, or what opened it has to be renewed. */
  | 'revoked'
  /** It was never begun. */
  | 'unasked'
  /** The contact or the conversation is no longer there. */
  | 'gone'
  /** A repeat would be refused as well. */
  | 'refused'
  /** Not logged for certain; a repeat may be. */
  | 'failed'
  /** GHL may have logged it. */
  | 'unclear';

const VERDICTS: Readonly<Partial<Record<SyncErrorCode, Verdict>>> = {
  rateLimited: 'limited',
  dailyLimitExceeded: 'limited',
  unauthorized: 'revoked',
  grantRevoked: 'revoked',
  leaseLost: 'unasked',
  ghlGone: 'gone',
  invalidRequest: 'refused',
  forbidden: 'failed',
  malformedAnswer: 'failed',
};

export const judge = (code: SyncErrorCode): Verdict => VERDICTS[code] ?? 'unclear';
