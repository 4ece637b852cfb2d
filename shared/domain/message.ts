import type {
  ContactId,
  ConversationId,
  EmailAddress,
  GmailMessageId,
  GmailThreadId,
  LocationId,
  MailboxId,
  MessageId,
} from './ids.ts';

/** A person in a header: the address is normalised, the name is decoded and may be empty. */
export interface Participant {
  readonly name: string;
  readonly address: EmailAddress;
}

/** The headers that people and matching need, parsed. */
export interface Envelope {
  /** The `Message-ID` without angle brackets; empty when the mail has none. */
  readonly rfc822MessageId: string;
  readonly from: readonly Participant[];
  readonly to: readonly Participant[];
  readonly cc: readonly Participant[];
  readonly bcc: readonly Participant[];
  readonly replyTo: readonly Participant[];
  readonly subject: string;
  /** The `Date` header as sent, only for telling emails apart; `sentAt` is the time to show. */
  readonly dateHeader: string;
  /** Message-IDs without angle brackets, oldest first. */
  readonly inReplyTo: readonly string[];
  readonly references: readonly string[];
}

export interface AttachmentMetadata {
  /** Stable within the message: Gmail's part id. Gmail's attachment ids change with every get. */
  readonly attachmentId: string;
  readonly filename: string;
  readonly mimeType: string;
  /** Bytes. */
  readonly size: number;
  /** The `Content-ID` without angle brackets, for images shown inside the html. */
  readonly contentId: string | null;
  readonly inline: boolean;
}

/** A body as stored: safe to show, and small enough for a document. */
export interface Body {
  readonly text: string;
  /** Sanitised; null when the mail has no html. */
  readonly html: string | null;
  /** True where text or html was cut; the whole is read from Gmail on demand. */
  readonly truncated: boolean;
  /**
   * Where in `text`, in UTF-16 units, the quoted rest begins, with the signature right above it: what an inbox
   * folds away. An offset, not a second text, because a body is stored once. Null where nothing can be folded:
   * new text stands between or below the quotes, nothing stands above, or the mail is a forwarded one. A guess
   * that is good enough to fold, not to delete. The html is not folded.
   */
  readonly quotedFrom: number | null;
}

/** What a calendar part asks for (RFC 5546); `PUBLISH` where it does not say. */
export const METHODS = [
  'PUBLISH',
  'REQUEST',
  'REPLY',
  'ADD',
  'CANCEL',
  'REFRESH',
  'COUNTER',
  'DECLINECOUNTER',
] as const;
export const STATUSES = ['CONFIRMED', 'TENTATIVE', 'CANCELLED'] as const;
export const ANSWERS = ['ACCEPTED', 'DECLINED', 'TENTATIVE', 'DELEGATED', 'NEEDS-ACTION'] as const;

/**
 * An instant (`2026-11-02T09:00:00.000Z`), the date of an all-day event (`2026-11-02`), or a time of the clocks
 * wherever one is (`2026-11-02T10:00:00`), also where the zone of the mail is unknown.
 */
export type CalendarTime = string;

/** What the sender claims of an event. Nothing of it is checked, and a recurrence is not counted through. */
export interface CalendarEvent {
  readonly method: (typeof METHODS)[number];
  /** The same in the invitation, its changes and its answers; empty when the mail has none. */
  readonly uid: string;
  readonly summary: string;
  readonly location: string;
  readonly start: CalendarTime | null;
  /** Exclusive: an all-day event of one day ends on the next. */
  readonly end: CalendarTime | null;
  /** True where `start` and `end` are those of the first of several. */
  readonly recurring: boolean;
  readonly organizer: Participant | null;
  readonly status: (typeof STATUSES)[number] | null;
  /** Rises with every change of the event. */
  readonly sequence: number;
  /** The first attendee's: in a `REPLY`, the sender's answer. */
  readonly answer: (typeof ANSWERS)[number] | null;
}

/** Everything that is read from one Gmail message. */
export interface MessageContent {
  readonly envelope: Envelope;
  readonly body: Body;
  readonly attachments: readonly AttachmentMetadata[];
  readonly event: CalendarEvent | null;
  /** One line of plain text. */
  readonly snippet: string;
}

export type Direction = 'inbound' | 'outbound';

/** The email as one mailbox holds it. */
export interface MailboxCopy {
  readonly gmailId: GmailMessageId;
  readonly threadId: GmailThreadId;
  readonly labels: readonly string[];
  readonly direction: Direction;
  /** Whether its words are not quite those that are shown: a footer on the way, or a forgery. It is in Gmail as it is. */
  readonly differs: boolean;
  /** Set when this mailbox deleted it; the message stays as long as another copy does. */
  readonly deletedAt: Date | null;
}

/** One email of one location, whoever's mailboxes it is in. */
export interface Message {
  readonly messageId: MessageId;
  readonly locationId: LocationId;
  readonly contactIds: readonly ContactId[];
  readonly conversationIds: readonly ConversationId[];
  readonly direction: Direction;
  readonly envelope: Envelope;
  readonly body: Body;
  readonly attachments: readonly AttachmentMetadata[];
  readonly event: CalendarEvent | null;
  readonly snippet: string;
  readonly sentAt: Date;
  readonly read: boolean;
  readonly labels: readonly string[];
  readonly copies: Readonly<Record<MailboxId, MailboxCopy>>;
  /** The first copy's Gmail ids, by which the CRM threads. */
  readonly emailMessageId: GmailMessageId;
  readonly emailThreadId: GmailThreadId;
  readonly deletedAt: Date | null;
}
