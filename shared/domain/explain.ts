import {
  failedAdvice,
  GONE,
  HIDDEN,
  LEFT_OUT,
  NEVER_SEEN,
  NO_CONTACT,
  NO_LONGER_IN_GMAIL,
  NOT_IN_GMAIL,
  PENDING,
  STORED,
  struckAdvice,
  WAS_HIDDEN,
} from './advice/explanationAdvice.ts';
import { failureAdvice } from './advice/failureAdvice.ts';
import { pauseAdvice, statusAdvice } from './advice/mailboxAdvice.ts';
import type {
  Explanation,
  Found,
  FoundMail,
  NeverSeenReason,
  PendingReason,
  StoredPlace,
  Unreachable,
} from './explanation.ts';
import { HistoryId } from './historyId.ts';
import { type LedgerEntry, skipReasonOf } from './ledger.ts';
import { deltaCursorOf, type Mailbox, reachOf } from './mailbox.ts';

type Stored = Extract<LedgerEntry, { state: 'stored' }>;
type Skipped = Extract<LedgerEntry, { state: 'skipped' }>;
type Struck = Extract<LedgerEntry, { state: 'struck' }>;
type Present = Extract<Found, { state: 'present' }>;

/** Addresses that are told: enough to find the one that is meant. */
const MAX_PEOPLE = 10;

/** A stored mail explains itself; `places` are those in locations that the agent works in now. */
export function explainStored(entry: Stored, places: readonly StoredPlace[]): Explanation {
  const isShown = places.some(({ deletedAt }) => deletedAt === null);
  const kind = places.length === 0 ? 'elsewhere' : isShown ? 'visible' : 'deleted';
  return {
    outcome: 'stored',
    messageIds: places.map(({ messageId }) => messageId),
    at: entry.at.toISOString(),
    advice: STORED[kind],
  };
}

/** Why a mail is not stored: by what the ledger has of it, by what Gmail says now, and by how far the mailbox is. */
export function explain(
  entry: Exclude<LedgerEntry, Stored> | undefined,
  found: Found,
  mailbox: Mailbox,
): Explanation {
  if (!entry) return explainUnseen(found, mailbox);
  const told = entry.state === 'skipped' ? explainSkipped(entry, found) : explainStruck(entry, found);
  if (found.state !== 'unasked') return told;
  return { ...told, advice: `${told.advice} ${unreachableAdvice(found.because, mailbox)}` };
}

/** What can be said where Gmail would have to be asked, and cannot be. */
export function unreachable(reason: Unreachable, mailbox: Mailbox): Explanation {
  return { outcome: 'unreachable', reason, advice: unreachableAdvice(reason, mailbox) };
}

function unreachableAdvice(reason: Unreachable, { pausedUntil }: Mailbox): string {
  if (reason === 'reauthRequired' || reason === 'disconnected') return statusAdvice(reason);
  if (reason !== 'paused') return failureAdvice(reason);
  return pausedUntil ? pauseAdvice(pausedUntil) : failureAdvice('rateLimited');
}

function explainStruck({ error: reason, strikes, at }: Struck, found: Found): Explanation {
  const advice = found.state === 'absent' ? NO_LONGER_IN_GMAIL : struckAdvice(strikes, reason);
  return { outcome: 'struck', reason, strikes, at: at.toISOString(), advice };
}

function explainSkipped(entry: Skipped, found: Found): Explanation {
  const { reason } = entry;
  const skipped = { outcome: 'skipped', reason, at: entry.at.toISOString() } as const;
  if (found.state === 'absent')
    return { ...skipped, advice: reason === 'gone' ? GONE.gone : NO_LONGER_IN_GMAIL };
  switch (reason) {
    case 'draft':
    case 'chat':
    case 'spam':
    case 'trash': {
      if (found.state === 'unasked') return { ...skipped, advice: WAS_HIDDEN[reason] };
      const hidden = hiddenBy(found);
      return hidden ? { ...skipped, advice: HIDDEN[hidden] } : pending('relabelled');
    }
    case 'gone':
      return { ...skipped, advice: found.state === 'present' ? GONE.isBack : GONE.gone };
    case 'failed':
      return { ...skipped, advice: failedAdvice(entry.error) };
    case 'no-contact':
      return { ...skipped, ...withoutContact(found) };
    case 'excluded':
    case 'automated':
      return { ...skipped, advice: LEFT_OUT[reason] };
    default:
      return reason satisfies never;
  }
}

function withoutContact(found: Exclude<Found, { state: 'absent' }>): { people?: string[]; advice: string } {
  const mail = found.state === 'present' ? found.mail : undefined;
  if (!mail) return { advice: NO_CONTACT.unasked };
  const people = mail.people.slice(0, MAX_PEOPLE);
  if (people.length === 0) return { people, advice: NO_CONTACT.ownOnly };
  return { people, advice: mail.isContact ? NO_CONTACT.isOneNow : NO_CONTACT.addOne(people) };
}

function explainUnseen(found: Found, mailbox: Mailbox): Explanation {
  switch (found.state) {
    case 'present':
      return explainPassedOver(found, mailbox);
    case 'absent':
      return { outcome: 'notInGmail', advice: NOT_IN_GMAIL };
    case 'unasked':
      return unreachable(found.because, mailbox);
    default:
      return found satisfies never;
  }
}

function explainPassedOver(found: Present, mailbox: Mailbox): Explanation {
  const hidden = hiddenBy(found);
  if (hidden) return neverSeen(hidden);
  if (mailbox.status === 'connecting' || mailbox.status === 'backfilling') return pending('firstSync');
  const { mail } = found;
  if (mail && mailbox.recovery && mail.receivedAt >= mailbox.recovery.since) return pending('recovery');
  if (!mail || mail.receivedAt < reachOf(mailbox)) return neverSeen('older');
  return isNews(mail, mailbox) ? pending('newMail') : neverSeen('missed');
}

/** The history that it stands in has not been read yet. */
function isNews(mail: FoundMail, mailbox: Mailbox): boolean {
  const cursor = deltaCursorOf(mailbox);
  return cursor === null || HistoryId.isAbove(mail.historyId, cursor);
}

function hiddenBy({ labels }: Present): keyof typeof HIDDEN | undefined {
  const reason = skipReasonOf(labels);
  return reason && isHiding(reason) ? reason : undefined;
}

const isHiding = (reason: string): reason is keyof typeof HIDDEN => reason in HIDDEN;

const pending = (reason: PendingReason): Explanation => ({
  outcome: 'pending',
  reason,
  advice: PENDING[reason],
});

const neverSeen = (reason: NeverSeenReason): Explanation => ({
  outcome: 'neverSeen',
  reason,
  advice: NEVER_SEEN[reason],
});
