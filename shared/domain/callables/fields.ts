import { z } from 'zod';
import { normaliseAddress } from '../content/emailAddress.ts';
import { LINK_STATUSES } from '../ghl.ts';
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

/**
 * A path of the app, to come back to: segments of letters, digits and `_.-`, none of which begins with a dot or is empty.
 * Behind the app's own address it cannot lead anywhere else.
 */
export const returnTo = z
  .string()
  .max(200, 'is longer than 200 characters')
  .regex(/^(?=\/)(?:\/(?!\.)[\w.-]+)*\/?$/, 'is not a path of the app such as /settings');

/** A location's settings, as the sync reads them. */
export const locationSettings = {
  /** Whose mail is never stored: addresses and domains. */
  excluded: z.array(z.string()).readonly(),
  /** Whether automated mail is left out. */
  skipAutomated: z.boolean(),
  /** Whether agents may use each other's mailboxes. */
  shareMailboxes: z.boolean(),
};

/** How a location is linked to GHL. */
export const link = {
  status: z.enum(LINK_STATUSES),
  kind: z.enum(['token', 'oauth']),
  ghlLocationId: z.string(),
  /** Whether mail that a fetch of a contact's history brings is logged; GHL's workflows would run for it. */
  logHistory: z.boolean(),
  /** Mail that is older when it is stored is not logged. */
  maxAgeDays: z.number(),
  /** Whether a contact that GHL does not have is created there. */
  createContacts: z.boolean(),
};

/** ISO 8601, UTC. */
export const time = z.iso.datetime();

/** What it means to an agent, and what they can do about it, in plain English. */
export const advice = z.string().min(1);
