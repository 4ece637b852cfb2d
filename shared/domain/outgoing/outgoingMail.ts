import type { EmailAddress, SendId } from '../ids.ts';
import type { Participant } from '../message.ts';

/** A mail that an agent sends, complete but for its bytes. */
export interface OutgoingMail {
  /** Without angle brackets. */
  readonly rfc822MessageId: string;
  readonly date: Date;
  readonly from: Participant;
  readonly to: readonly Participant[];
  readonly cc: readonly Participant[];
  readonly bcc: readonly Participant[];
  readonly subject: string;
  readonly text: string | undefined;
  /** As the agent wrote it: it is their own mail. */
  readonly html: string | undefined;
  readonly attachments: readonly OutgoingAttachment[];
  /** The Message-ID that it answers, and those before it, oldest first; without angle brackets. */
  readonly inReplyTo: string | undefined;
  readonly references: readonly string[];
}

export interface OutgoingAttachment {
  readonly filename: string;
  readonly mimeType: string;
  /** The bytes, base64. */
  readonly data: string;
}

/**
 * The Message-ID of a send. It follows from what the agent asked for, so that whoever repeats it can look it up in Gmail
 * without knowing how far the first attempt came. The letter is there because an id may begin with a dash, which a
 * search takes for a "not".
 */
export function rfc822MessageIdOf(sendId: SendId, from: EmailAddress): string {
  return `s.${sendId}@${from.slice(from.lastIndexOf('@') + 1)}`;
}
