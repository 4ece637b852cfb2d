import { z } from 'zod';
import type { HistoryId } from './historyId.ts';
import type { ContactId, EmailAddress, LocationId, MessageId } from './ids.ts';
import { SKIP_REASONS } from './ledger.ts';
import { SYNC_ERROR_CODES } from './syncError.ts';

/** Why Gmail is not asked, besides the failures of asking. */
const CLOSED = ['reauthRequired', 'disconnected', 'paused'] as const;
const UNREACHABLE = [...SYNC_ERROR_CODES, ...CLOSED] as const;
export type Unreachable = (typeof UNREACHABLE)[number];

const PENDING = ['firstSync', 'recovery', 'newMail', 'relabelled'] as const;
export type PendingReason = (typeof PENDING)[number];

const NEVER_SEEN = ['draft', 'chat', 'spam', 'trash', 'older', 'missed'] as const;
export type NeverSeenReason = (typeof NEVER_SEEN)[number];

/** ISO 8601. */
const at = z.iso.datetime();
/** What its agent can do about it, in plain English. */
const advice = z.string().min(1);

/** By what a person knows a mail again. */
const glimpse = z.strictObject({
  subject: z.string(),
  from: z.strictObject({ name: z.string(), address: z.string() }).nullable(),
  receivedAt: at,
});
export type Glimpse = z.output<typeof glimpse>;

/**
 * `gmailId`: the mail that is explained, where there is one; `mail`: which one that is, where it had to be read, and is
 * not stored; `otherGmailIds`: other hits of the same search.
 */
const hits = {
  gmailId: z.string().exactOptional(),
  mail: glimpse.exactOptional(),
  otherGmailIds: z.array(z.string()).exactOptional(),
};

/** Why a mail of an agent's mailbox is in the CRM, or is not. */
export const Explanation = z.discriminatedUnion('outcome', [
  /** `messageIds`: of the locations that the agent works in now, and of no others. */
  z.strictObject({ outcome: z.literal('stored'), messageIds: z.array(z.string()), at, advice, ...hits }),
  z.strictObject({
    outcome: z.literal('skipped'),
    reason: z.enum(SKIP_REASONS),
    at,
    /** Who is in a mail that nobody's contact is in. */
    people: z.array(z.string()).exactOptional(),
    advice,
    ...hits,
  }),
  /** Could not be read or stored so far, `reason` being the last failure. */
  z.strictObject({
    outcome: z.literal('struck'),
    reason: z.enum(SYNC_ERROR_CODES),
    strikes: z.int(),
    at,
    advice,
    ...hits,
  }),
  /** The sync will see it by itself. */
  z.strictObject({ outcome: z.literal('pending'), reason: z.enum(PENDING), advice, ...hits }),
  /** In Gmail, and no sync had a reason to look at it. */
  z.strictObject({ outcome: z.literal('neverSeen'), reason: z.enum(NEVER_SEEN), advice, ...hits }),
  z.strictObject({ outcome: z.literal('notInGmail'), advice, ...hits }),
  /** The sync has not seen it, and Gmail cannot be asked. */
  z.strictObject({ outcome: z.literal('unreachable'), reason: z.enum(UNREACHABLE), advice, ...hits }),
]);
export type Explanation = z.output<typeof Explanation>;

/** What Gmail says of the mail now. */
export type Found =
  | {
      readonly state: 'present';
      readonly labels: readonly string[];
      /** Known where it was looked into. */
      readonly mail?: FoundMail;
      readonly glimpse?: Glimpse;
    }
  | { readonly state: 'absent' }
  | { readonly state: 'unasked'; readonly because: Unreachable };

export interface FoundMail {
  readonly receivedAt: Date;
  /** Of its last change. */
  readonly historyId: HistoryId;
  /** Everyone in it besides the agent. */
  readonly people: readonly EmailAddress[];
  /** Whether one of them is a contact of the agent's locations by now. */
  readonly isContact: boolean;
}

/** Where a stored message is, without its content. */
export interface StoredPlace {
  readonly messageId: MessageId;
  readonly locationId: LocationId;
  readonly contactIds: readonly ContactId[];
  readonly deletedAt: Date | null;
}
