import { failureAdvice } from '../advice/failureAdvice.ts';
import { statusAdvice } from '../advice/mailboxAdvice.ts';
import type { EmailAddress } from '../ids.ts';
import type { MailboxStatus } from '../mailbox.ts';
import type { SyncError, SyncErrorCode } from '../syncError.ts';

/** Why a mail was not sent, or is not known to be, and what its agent can do about it. */
export interface SendRefusal {
  readonly outcome: 'refused';
  /** Of the callable protocol. */
  readonly status:
    | 'invalid-argument'
    | 'failed-precondition'
    | 'resource-exhausted'
    | 'aborted'
    | 'unavailable';

  readonly reason: MailboxStatus | SyncErrorCode | 'from' | 'size' | 'otherMail' | 'beingSent' | 'uncertain';
  readonly advice: string;
  readonly retryAfterSeconds?: number;
}

type Details = Omit<SendRefusal, 'outcome'>;
const refused = (details: Details): SendRefusal => ({ outcome: 'refused', ...details });

/** What Gmail's API takes of a mail with everything in it: 25 MB of attachments, which grow by a third, and the text. */
export const MAX_MAIL_BYTES = 36_700_160;

const NOTHING_SENT = 'Nothing was sent.';
const SAME_REQUEST = 'with the same requestId';

const BY_CODE: Partial<Readonly<Record<SyncErrorCode, Pick<Details, 'status' | 'advice'>>>> = {
  rateLimited: {
    status: 'resource-exhausted',
    advice: `Gmail takes no more mail from this mailbox for now. ${NOTHING_SENT} Send it again, ${SAME_REQUEST},`,
  },
  dailyLimitExceeded: {
    status: 'resource-exhausted',
    advice: `Gmail takes no more mail from this mailbox today: its limit for a day is used up. ${NOTHING_SENT} Send it again, ${SAME_REQUEST},`,
  },
  insufficientScope: {
    status: 'failed-precondition',
    advice: `${failureAdvice('insufficientScope')} ${NOTHING_SENT}`,
  },
  grantRevoked: { status: 'failed-precondition', advice: `${failureAdvice('grantRevoked')} ${NOTHING_SENT}` },
  unauthorized: { status: 'failed-precondition', advice: `${failureAdvice('unauthorized')} ${NOTHING_SENT}` },
  undecryptable: {
    status: 'failed-precondition',
    advice: `${failureAdvice('undecryptable')} ${NOTHING_SENT}`,
  },
  forbidden: {
    status: 'failed-precondition',
    advice: `Google does not let this mailbox send. ${NOTHING_SENT} Ask the administrator of your Google Workspace to allow this app and Gmail’s API.`,
  },
  invalidRequest: {
    status: 'invalid-argument',
    advice: `Gmail refused this mail as it is. ${NOTHING_SENT} Check the recipients’ addresses and send it again, ${SAME_REQUEST}.`,
  },
};

/** When the service does not say when to come back: its limits count by the minute, and by the day. */
const WAIT_SECONDS: Partial<Readonly<Record<SyncErrorCode, number>>> = {
  rateLimited: 60,
  dailyLimitExceeded: 24 * 60 * 60,
};

/** A failure after which the mail has not been sent for certain. */
export function refusalOf({ code, retryAt }: SyncError, now: Date): SendRefusal {
  const known = BY_CODE[code];
  if (!known) {
    const advice = `Gmail or the database did not answer. ${NOTHING_SENT} Send it again in a moment, ${SAME_REQUEST}.`;
    return refused({ status: 'unavailable', reason: code, advice });
  }
  const wait = WAIT_SECONDS[code];
  if (wait === undefined) return refused({ ...known, reason: code });
  const until = retryAt ?? new Date(now.getTime() + wait * 1_000);
  const advice = `${known.advice} after ${until.toISOString()}.`;
  return refused({ ...known, reason: code, advice, retryAfterSeconds: secondsUntil(until, now) });
}

export const notConnected = (status: MailboxStatus): SendRefusal =>
  refused({ status: 'failed-precondition', reason: status, advice: statusAdvice(status) });

export const wrongFrom = (allowed: readonly EmailAddress[]): SendRefusal =>
  refused({
    status: 'invalid-argument',
    reason: 'from',
    advice: `from: this mailbox may send as ${allowed.join(', ')} only. Another address has to be added and verified in Gmail first.`,
  });

export const tooBig = (bytes: number): SendRefusal =>
  refused({
    status: 'invalid-argument',
    reason: 'size',
    advice: `attachments: the mail would have ${megabytes(bytes)} MB, and Gmail takes ${megabytes(MAX_MAIL_BYTES)} MB. Attachments grow by a third in a mail: leave some out, or send a link.`,
  });

export const otherMail = (): SendRefusal =>
  refused({
    status: 'invalid-argument',
    reason: 'otherMail',
    advice: 'requestId: this one was used for another mail. Choose a new one for each mail.',
  });

export const beingSent = (until: Date, now: Date): SendRefusal =>
  refused({
    status: 'aborted',
    reason: 'beingSent',
    advice: `It is being sent at this moment. Ask again in a moment, ${SAME_REQUEST}.`,
    retryAfterSeconds: Math.min(secondsUntil(until, now), 10),
  });

/** Whoever reads it must not send the mail under another requestId. `code`: why Gmail could not be asked. */
export function uncertain(until: Date, now: Date, code?: SyncErrorCode): SendRefusal {
  const seconds = secondsUntil(until, now);
  const told = `Gmail did not say whether it was sent. Nothing is sent twice: ask again in ${seconds} seconds, ${SAME_REQUEST}.`;
  const advice = code === undefined ? told : `${told} ${failureAdvice(code)}`;
  return refused({ status: 'unavailable', reason: 'uncertain', advice, retryAfterSeconds: seconds });
}

const secondsUntil = (until: Date, now: Date): number =>
  Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1_000));

const megabytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1).replace(/\.0$/, '');
