/** What a test says of a mail; the simulator composes the RFC 2822 message when somebody asks for it. */
export interface Mail {
  readonly from: string;
  readonly to?: string | readonly string[] | undefined;
  readonly cc?: string | readonly string[] | undefined;
  readonly bcc?: string | readonly string[] | undefined;
  readonly subject?: string | undefined;
  readonly text?: string | undefined;
  readonly html?: string | undefined;
  readonly attachments?: readonly MailAttachment[] | undefined;
  /** Further headers, written as they are; one that is named like a composed header replaces it. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>> | undefined;
  /** The `Date` header and Gmail's `internalDate`; now when absent. */
  readonly date?: Date | undefined;
  /** With or without angle brackets. */
  readonly messageId?: string | undefined;
  readonly inReplyTo?: string | undefined;
  readonly references?: string | readonly string[] | undefined;
  readonly threadId?: string | undefined;
  readonly labelIds?: readonly string[] | undefined;
}

/** A mail given byte for byte, for whatever a composer would never write. */
export interface RawMail {
  readonly raw: string | Buffer;
  /** Gmail's `internalDate`: when it arrived, whatever its `Date` header claims. */
  readonly date?: Date | undefined;
  readonly threadId?: string | undefined;
  readonly labelIds?: readonly string[] | undefined;
}

export interface MailAttachment {
  readonly filename: string;
  readonly content: string | Buffer;
  readonly mimeType?: string | undefined;
  /** Makes it an inline image of the html. */
  readonly contentId?: string | undefined;
}

export type AnyMail = Mail | RawMail;

export const isRaw = (mail: AnyMail): mail is RawMail => 'raw' in mail;
