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
}

/** Everything that is read from one Gmail message. */
export interface MessageContent {
  readonly envelope: Envelope;
  readonly body: Body;
  readonly attachments: readonly AttachmentMetadata[];
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
