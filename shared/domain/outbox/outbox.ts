import type { GhlLink } from '../ghl.ts';
import {
  type ContactId,
  type ConversationId,
  type GmailThreadId,
  type LocationId,
  type MessageId,
  OutboxEntryId,
} from '../ids.ts';
import type { Message } from '../message.ts';
import type { SyncErrorCode } from '../syncError.ts';

/**
 * One email to be logged for one contact at GHL, from the moment when it is stored. GHL has no idempotency key: an entry
 * is logged by whoever holds its claim, and after a claim of which nobody knows the end only once GHL has been looked
 * through.
 */
export type OutboxEntry = EntryCommon & EntryState;

interface EntryCommon {
  readonly entryId: OutboxEntryId;
  readonly locationId: LocationId;
  readonly contactId: ContactId;
  readonly messageId: MessageId;
  readonly conversationId: ConversationId;
  /** Ours: entries of the same one are logged under each other. */
  readonly threadId: GmailThreadId;
  readonly sentAt: Date;
  readonly createdAt: Date;
}

export type EntryState =
  | ({ readonly state: 'pending' } & Trying)
  /** Somebody logs it now, or has died while doing so. */
  | ({ readonly state: 'posting'; readonly claim: Claim } & Trying)
  /** It may have been logged: GHL is looked through once the claim is over. */
  | ({ readonly state: 'needsReconcile'; readonly claim: Claim } & Trying)
  | {
      readonly state: 'done';
      /** Null where it was found again, by its email. */
      readonly ghlMessageId: string | null;
      readonly ghlConversationId: string;
      readonly ghlEmailId: string | null;
      readonly doneAt: Date;
      readonly expireAt: Date;
    }
  | {
      readonly state: 'failed';
      readonly reason: FailReason;
      readonly lastError: EntryError;
      /** Of an attempt that may have been logged: a retry begins by looking for it. */
      readonly claim: Claim | null;
      readonly failedAt: Date;
    }
  | {
      readonly state: 'skipped';
      readonly reason: EntrySkipReason;
      readonly skippedAt: Date;
      readonly expireAt: Date;
    };

interface Trying {
  /** Failures of its own so far; an outage of the whole GHL is none. */
  readonly attempts: number;
  /** Nobody begins before. */
  readonly nextAttemptAt: Date;
  readonly lastError: EntryError | null;
}

export interface Claim {
  readonly id: string;
  readonly at: Date;
  /** By then a request that was begun in time has arrived at GHL, or never will. */
  readonly until: Date;
  /** Where it is looked for. */
  readonly ghlConversationId: string;
}

export interface EntryError {
  readonly code: SyncErrorCode | 'unexpected';
  readonly operation: string;
  readonly at: Date;
}

export const FAIL_REASONS = [
  /** GHL said no, for good. */
  'refused',
  /** Tried for days. */
  'exhausted',
  /** It may be logged, and the conversation is too long to look through. */
  'uncertain',
] as const;
export type FailReason = (typeof FAIL_REASONS)[number];

export const ENTRY_SKIP_REASONS = [
  /** A fetch of a contact's history brought it, and the location does not log those. */
  'history',
  'tooOld',
  /** GHL does not have the contact, and the location does not have it created. */
  'noGhlContact',
  'contactGone',
  'messageGone',
] as const;
export type EntrySkipReason = (typeof ENTRY_SKIP_REASONS)[number];

/** An entry that is still to be logged, or may be. */
export type OpenEntry = Extract<OutboxEntry, { state: 'pending' | 'posting' | 'needsReconcile' }>;
export type LoggedEntry = Extract<OutboxEntry, { state: 'done' }>;
export type PendingEntry = Extract<OutboxEntry, { state: 'pending' }>;
export type ClaimedEntry = Extract<OutboxEntry, { state: 'posting' | 'needsReconcile' }>;

export const isOpen = (entry: OutboxEntry): entry is OpenEntry =>
  entry.state === 'pending' || entry.state === 'posting' || entry.state === 'needsReconcile';

/** What becomes of a message that is new to a contact of a linked location. */
export type LogDecision = 'pending' | { readonly skipped: 'history' | 'tooOld' };

const DAY_MS = 24 * 60 * 60_000;
const KEPT_MS = 30 * DAY_MS;

/**
 * Whether a location wants an email logged; undefined where it is not linked. Entries of a revoked link wait. `asked`: a
 * fetch of a contact's history brought it.
 */
export function decideLog(
  link: GhlLink | null,
  mail: { asked: boolean; sentAt: Date },
  now: Date,
): LogDecision | undefined {
  if (!link) return undefined;
  if (mail.asked && !link.logHistory) return { skipped: 'history' };
  return now.getTime() - mail.sentAt.getTime() > link.maxAgeDays * DAY_MS ? { skipped: 'tooOld' } : 'pending';
}

/** The entry of a message that has just become one of the contact's. */
export function newEntry(
  message: Pick<Message, 'messageId' | 'locationId' | 'emailThreadId' | 'sentAt'>,
  to: { contactId: ContactId; conversationId: ConversationId },
  { log, now }: { log: LogDecision; now: Date },
): OutboxEntry {
  const { messageId, locationId, emailThreadId: threadId, sentAt } = message;
  const entryId = OutboxEntryId.of(messageId, to.contactId);
  const common = { entryId, locationId, ...to, messageId, threadId, sentAt, createdAt: now };
  if (log === 'pending')
    return { ...common, state: 'pending', attempts: 0, nextAttemptAt: now, lastError: null };
  return {
    ...common,
    state: 'skipped',
    reason: log.skipped,
    skippedAt: now,
    expireAt: new Date(now.getTime() + KEPT_MS),
  };
}

/** Whether nothing of it can be at GHL: with its message it goes. What may be there is settled first, and remembered. */
export const isUnlogged = (entry: OutboxEntry): boolean =>
  entry.state === 'pending' ||
  entry.state === 'skipped' ||
  (entry.state === 'failed' && entry.claim === null);

/** In the order in which they are logged. */
export function bySentAt(
  a: Pick<OutboxEntry, 'sentAt' | 'entryId'>,
  b: Pick<OutboxEntry, 'sentAt' | 'entryId'>,
): number {
  return (
    a.sentAt.getTime() - b.sentAt.getTime() || Number(a.entryId > b.entryId) - Number(a.entryId < b.entryId)
  );
}

/** Until when a finished entry is kept: as long as its mail, stored once more, would count as new. */
export const keptUntil = (now: Date, maxAgeDays: number): Date =>
  new Date(now.getTime() + Math.max(KEPT_MS, maxAgeDays * DAY_MS));
