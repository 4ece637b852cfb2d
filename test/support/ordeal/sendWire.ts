import { SyncError } from '../../../shared/domain/syncError.ts';
import type { Gmail, GmailAccess } from '../../../shared/ports/gmail.ts';
import type { Account } from '../gmail/account.ts';
import type { Fault, Faults } from '../gmail/faults.ts';
import { googleErrors } from '../gmail/googleError.ts';
import type { SendClock } from './sendClock.ts';

/** Over HTTP, answered by the simulator. */
const FAULTS = {
  failsBefore: { when: 'before', reply: { status: 503 } },
  failsAfter: { when: 'after', reply: { status: 503 } },
  cutBefore: { when: 'before', reply: 'close' },
  cutAfter: { when: 'after', reply: 'close' },
  nonsenseAfter: { when: 'after', reply: { status: 200, body: { ok: true } } },
  tooMany: { when: 'before', reply: googleErrors.userRateLimitExceeded() },
  refused: { when: 'before', reply: googleErrors.invalid('Invalid To header') },
} as const satisfies Record<string, Pick<Fault, 'when' | 'reply'>>;

/** What nobody waits for in a test: the call is given up when its time is over, whatever becomes of the request. */
const SILENCES = ['silentBefore', 'silentAfter', 'arrivesLate'] as const;

export type AttemptKind = 'goesWell' | keyof typeof FAULTS | (typeof SILENCES)[number];

export const ATTEMPT_KINDS: readonly AttemptKind[] = [
  'goesWell',
  'failsBefore',
  'failsAfter',
  'cutBefore',
  'cutAfter',
  'nonsenseAfter',
  'tooMany',
  'refused',
  ...SILENCES,
];

/** What becomes of one attempt to send. */
export interface Attempt {
  readonly kind: AttemptKind;
  /** Of the clock. */
  readonly tookMs: number;
  /** How long after it was given up a request `arrivesLate`. */
  readonly lateMs: number;
}

interface Wire {
  /** One after the other, and then all goes well. */
  readonly attempts: Attempt[];
  readonly account: Account;
  readonly faults: Faults;
  readonly clock: SendClock;
}

/** Gmail, where a mail is sent over a wire of which anything can be expected. */
export function unreliably(access: GmailAccess, wire: Wire): GmailAccess {
  return {
    ...access,
    open: async (mailbox) => {
      const gmail = await access.open(mailbox);
      return { ...gmail, sendMessage: (mail) => attempt(gmail, mail, wire) };
    },
  };
}

async function attempt(
  gmail: Gmail,
  mail: Parameters<Gmail['sendMessage']>[0],
  { attempts, account, faults, clock }: Wire,
): ReturnType<Gmail['sendMessage']> {
  const { kind, tookMs, lateMs } = attempts.shift() ?? { kind: 'goesWell', tookMs: 0, lateMs: 0 };
  const send = () => account.send(Buffer.from(mail.raw), mail.threadId);
  if (kind === 'silentAfter') send();
  clock.pass(tookMs);
  switch (kind) {
    case 'arrivesLate':
      clock.in(lateMs, send);
      throw noAnswer();
    case 'silentBefore':
    case 'silentAfter':
      throw noAnswer();
    case 'goesWell':
      return gmail.sendMessage(mail);
    default:
      faults.add({ method: 'messages.send', account: account.address, ...FAULTS[kind] });
      return gmail.sendMessage(mail);
  }
}

const noAnswer = () => new SyncError('unavailable', 'gmail.messages.send');
