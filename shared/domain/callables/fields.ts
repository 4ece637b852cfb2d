import { z } from 'zod';
import { normaliseAddress } from '../content/emailAddress.ts';
import { ContactId, ConversationId, LocationId, MailboxId, MessageId } from '../ids.ts';

/** Ids that we derive ourselves; nothing else can become a part of a document's path. */
const DERIVED = /^[\w-]{27}$/;

/** Ids that the CRM gives: whatever Firestore takes for the id of a document, within reason. */
const GIVEN = /^(?!\.{1,2}$|__.*__$)[^/\p{Cc}]{1,200}$/u;

export const mailboxId = z
  .string()
  .regex(DERIVED, 'is not a mailboxId as getSyncStatus tells it')
  .transform(MailboxId);

export const messageId = z
  .string()
  .regex(DERIVED, 'is not the id of a document of `messages`')
  .transform(MessageId);

export const conversationId = z
  .string()
  .regex(DERIVED, 'is not the id of a document of `conversations`')
  .transform(ConversationId);

export const contactId = z
  .string()
  .regex(GIVEN, 'is not the id of a document of `contacts`')
  .transform(ContactId);

export const locationId = z
  .string()
  .regex(GIVEN, 'is not the id of a document of `locations`')
  .transform(LocationId);

/** A bare address, in the form in which addresses are stored and compared. */
export const emailAddress = z.string().transform((written, context) => {
  const address = normaliseAddress(written);
  if (address !== undefined) return address;
  context.addIssue('is not an email address such as ann@example.com');
  return z.NEVER;
});

/** One line of text: nothing in it can begin another header. */
export const line = (max: number) =>
  z
    .string()
    .max(max, `is longer than ${max} characters`)
    .regex(/^\P{Cc}*$/u, 'has a line break or another control character');

/** ISO 8601, UTC. */
export const time = z.iso.datetime();

/** What it means to an agent, and what they can do about it, in plain English. */
export const advice = z.string().min(1);
