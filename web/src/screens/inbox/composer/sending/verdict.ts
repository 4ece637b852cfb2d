/** A call that failed, as `CallFailure` tells it. */
interface Failure {
  readonly code: string;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** What a failure says about the mail, and how long to wait before it is asked for again. */
export type Verdict =
  /** It may have been sent. The very same mail can be asked for again: it is sent once. */
  | { readonly kind: 'unknown'; readonly words: string; readonly waitSeconds: number }
  /** Nothing of it has been sent: it can be changed. */
  | { readonly kind: 'notSent'; readonly words: string; readonly waitSeconds: number }
  /** Another mail was, or may have been, sent in its name. */
  | { readonly kind: 'otherMail'; readonly words: string };

/** The call was refused before anybody looked at the mail. */
const REFUSED = [
  'offline',
  'unauthenticated',
  'permission-denied',
  'not-found',
  'invalid-argument',
  'failed-precondition',
  'resource-exhausted',
];

const NO_ANSWER_SECONDS = 10;

/** Where our own words say it better to a person than the server's, which are for programs as well. */
const WORDS: Readonly<Record<string, string>> = {
  uncertain: 'Gmail did not say whether it was sent. It is never sent twice: ask again in a moment.',
  beingSent: 'It is being sent at this moment.',
  rateLimited: 'Gmail takes no more mail from this mailbox for now. Nothing was sent.',
  dailyLimitExceeded: 'Gmail takes no more mail from this mailbox today. Nothing was sent.',
  otherMail:
    'This mail was changed after it was sent for the first time, and that may have reached its readers.',
};

/**
 * What became of a mail whose sending failed. `wasUnknown`: an attempt before this one was left open; what was refused
 * before anybody looked at the mail leaves it so.
 */
export function verdictOf({ code, message, details }: Failure, wasUnknown: boolean): Verdict {
  const { reason, retryAfterSeconds } = details;
  const waitSeconds = typeof retryAfterSeconds === 'number' ? retryAfterSeconds : 0;
  const words = (typeof reason === 'string' && WORDS[reason]) || inWords(message);
  if (reason === 'otherMail') return { kind: 'otherMail', words };
  const isOpen = reason === 'uncertain' || reason === 'beingSent';
  const isRefused = typeof reason === 'string' || (REFUSED.includes(code) && !wasUnknown);
  if (isRefused && !isOpen) return { kind: 'notSent', words, waitSeconds };
  const untold = REFUSED.includes(code) || isOpen ? words : noAnswer(words);
  return { kind: 'unknown', words: untold, waitSeconds: waitSeconds || NO_ANSWER_SECONDS };
}

const noAnswer = (words: string): string =>
  `${words} Whether your mail was sent is not known yet. It is never sent twice.`;

/** Without what only programs need. */
function inWords(message: string): string {
  const told = message
    .replace(/^(?:from|to|cc|bcc|subject|attachments|requestId): /, '')
    .replace(/,? with the same requestId,?/g, '')
    .trim();
  return told.charAt(0).toUpperCase() + told.slice(1);
}
