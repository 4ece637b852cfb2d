import type { EmailAddress, LocationId } from './ids.ts';
import type { Direction } from './message.ts';

/** An email as GHL is to log it. */
export interface GhlEmail {
  readonly ghlContactId: string;
  readonly ghlConversationId: string;
  readonly direction: Direction;
  readonly subject: string;
  readonly text: string;
  readonly html: string | null;
  readonly from: EmailAddress;
  readonly to: readonly EmailAddress[];
  readonly cc: readonly EmailAddress[];
  readonly bcc: readonly EmailAddress[];
  readonly sentAt: Date;
  /** Our id of the entry: by it a log whose answer was lost is found again. */
  readonly altId: string;
  /** GHL's id of an email of the same thread, to log this one under. */
  readonly replyTo: string | null;
}

/** What GHL made of it. */
export interface GhlLogged {
  readonly ghlMessageId: string;
  readonly ghlConversationId: string;
  /** To thread later emails under. */
  readonly ghlEmailId: string | null;
}

/** `X-RateLimit-*` of an answer, told at `at`. */
export interface GhlLimits {
  readonly at: Date;
  readonly remaining: number;
  readonly intervalMs: number;
  readonly dailyRemaining: number;
}

/** A contact of GHL's, as an import or a webhook brings it. */
export interface GhlContact {
  readonly ghlContactId: string;
  readonly name: string;
  readonly emails: readonly EmailAddress[];
}

export const LINK_STATUSES = ['linked', 'revoked'] as const;

/** How a location is linked to GHL, without what opens it; its agents may see it. */
export interface GhlLink {
  readonly ghlLocationId: string;
  /** A Private Integration Token, or the marketplace app's OAuth. */
  readonly kind: 'token' | 'oauth';
  /** `revoked`: GHL no longer takes the link; entries wait until it is linked again. */
  readonly status: (typeof LINK_STATUSES)[number];
  /** Of a custom conversation provider: messages are then of the type `Custom`. */
  readonly conversationProviderId: string | null;
  /** Whether mail that a fetch of a contact's history brings is logged; GHL's workflows would run for it. */
  readonly logHistory: boolean;
  /** Mail that is older when it is stored is not logged. */
  readonly maxAgeDays: number;
  /** Whether a contact that GHL does not have is created there. */
  readonly createContacts: boolean;
}

/** Where a contact is at GHL; null where that is not known yet. */
export interface GhlPlace {
  readonly ghlContactId: string | null;
  readonly ghlConversationId: string | null;
}

/** A contact of ours, as far as its mail is logged. */
export interface GhlRecipient extends GhlPlace {
  readonly locationId: LocationId;
  readonly name: string;
  readonly emails: readonly EmailAddress[];
}
