import type { GmailMessageId, MessageId } from './ids.ts';
import type { SyncErrorCode } from './syncError.ts';

/** Why a Gmail message is not stored. Every reason is one that a person can be told. */
export const SKIP_REASONS = [
  'no-contact',
  'excluded',
  'automated',
  'draft',
  'chat',
  'spam',
  'trash',
  'gone',
  'failed',
] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/** What became of one Gmail id: the unique constraint, and the answer to "why is this mail not here?" */
export type LedgerEntry =
  | {
      readonly state: 'stored';
      readonly messageIds: readonly MessageId[];
      /** Gmail's time of the message in this mailbox. */
      readonly receivedAt: Date;
      readonly at: Date;
    }
  | {
      readonly state: 'skipped';
      readonly reason: SkipReason;
      readonly at: Date;
      /** Why it `failed`. */
      readonly error?: SyncErrorCode;
    }
  /** Could not be read so many times; the cursor waits until it can, or has failed for good. */
  | { readonly state: 'struck'; readonly strikes: number; readonly error: SyncErrorCode; readonly at: Date };

/** A message that is broken this many times has failed: one broken message must not hold up a mailbox. */
const MAX_STRIKES = 3;

/** What becomes of a message that could not be read once more. */
export function strike(before: LedgerEntry | undefined, error: SyncErrorCode, at: Date): LedgerEntry {
  return isLastStrike(before)
    ? { state: 'skipped', reason: 'failed', error, at }
    : { state: 'struck', strikes: strikesOf(before) + 1, error, at };
}

/** Whether one more strike makes the message fail. */
export const isLastStrike = (before: LedgerEntry | undefined): boolean =>
  strikesOf(before) + 1 >= MAX_STRIKES;

const strikesOf = (entry: LedgerEntry | undefined): number => (entry?.state === 'struck' ? entry.strikes : 0);

export type Ledger = ReadonlyMap<GmailMessageId, LedgerEntry>;

/** What operations have decided about once more: mail that failed and, if they say so, mail that was left out. */
export interface Anew {
  /** What was decided since then, they need not ask about: work that is repeated decides about nothing twice. */
  readonly before: Date;
  /** Also where nobody in it was a contact, or settings left it out. */
  readonly leftOut: boolean;
}

/** Whether a mail that is not stored is to be looked at once more. */
export function isDecidedAnew(entry: LedgerEntry, anew: Anew | undefined): boolean {
  if (!anew || entry.state !== 'skipped' || entry.at >= anew.before) return false;
  return entry.reason === 'failed' || (anew.leftOut && isLeftOut(entry));
}

/** By nobody's being a contact, or by settings: others may decide otherwise. */
export const isLeftOut = (entry: LedgerEntry | undefined): boolean =>
  entry?.state === 'skipped' && ['no-contact', 'excluded', 'automated'].includes(entry.reason);

const SKIPPED_BY_LABEL: readonly (readonly [string, SkipReason])[] = [
  ['DRAFT', 'draft'],
  ['CHAT', 'chat'],
  ['SPAM', 'spam'],
  ['TRASH', 'trash'],
];

/** Labels alone decide that a draft, a chat, spam and trash are not synced; no fetch is spent on them. */
export function skipReasonOf(labels: readonly string[]): SkipReason | undefined {
  return SKIPPED_BY_LABEL.find(([label]) => labels.includes(label))?.[1];
}

/** A skip that ends when the labels change: a draft is sent, a mail comes out of spam or trash. */
export function isSkippedByLabel(entry: LedgerEntry | undefined): boolean {
  return entry?.state === 'skipped' && SKIPPED_BY_LABEL.some(([, reason]) => reason === entry.reason);
}
