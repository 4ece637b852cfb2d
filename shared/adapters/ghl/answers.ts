import { z } from 'zod';
import { readAddresses, readName } from '../../domain/contacts/importFields.ts';
import type { GhlContact } from '../../domain/ghl.ts';

/** GHL's answers, parsed as far as they are used. Fields that are empty are left out, or null. */

const id = z.string().min(1);
const text = z.string().nullish().catch(null);

/** Without a `messageId` nothing was stored, whatever else it says. */
export const loggedAnswer = z.object({
  messageId: id,
  conversationId: id.nullish(),
  emailMessageId: id.nullish(),
});

export const foundContactAnswer = z
  .object({ contact: z.object({ id }).nullish() })
  .transform(({ contact }) => (contact ? { ghlContactId: contact.id } : undefined));

export const newContactAnswer = z
  .object({ contact: z.object({ id }) })
  .transform(({ contact }) => ({ ghlContactId: contact.id }));

export const conversationsAnswer = z.object({
  conversations: z.array(z.object({ id, contactId: z.string() })),
});

export const newConversationAnswer = z
  .object({ conversation: z.object({ id }) })
  .transform(({ conversation }) => ({ ghlConversationId: conversation.id }));

/** A row is a thread: its emails' ids grow at the end. One without any is an email of its own. */
const row = z
  .object({
    id,
    meta: z
      .object({ email: z.object({ messageIds: z.array(id) }) })
      .nullish()
      .catch(null),
  })
  .transform(({ id: own, meta }) => (meta ? meta.email.messageIds.toReversed() : [own]));

export const messagesAnswer = z
  .object({
    messages: z.object({
      messages: z.array(row),
      lastMessageId: z.string().nullish(),
      nextPage: z.boolean().default(false),
    }),
  })
  .transform(({ messages: { messages: threads, lastMessageId, nextPage } }) => ({
    threads,
    ...(nextPage && lastMessageId && { next: lastMessageId }),
  }));

const email = z.object({ id, altId: text });

/** GHL's own types have it flat, its answers inside of `emailMessage`. */
export const altIdAnswer = z
  .union([z.object({ emailMessage: email }).transform(({ emailMessage }) => emailMessage), email])
  .transform(({ altId }) => altId ?? undefined);

const address = z.union([z.string(), z.object({ email: z.string() }).transform((each) => each.email)]);

const contact = z.object({
  id,
  contactName: text,
  firstName: text,
  lastName: text,
  email: text,
  additionalEmails: z.array(z.unknown()).nullish().catch(null),
  searchAfter: z.array(z.union([z.string(), z.number()])).nullish(),
});

export const contactsAnswer = z.object({
  contacts: z.array(contact),
  total: z.number().int().nonnegative(),
});

export function contactOf(said: z.output<typeof contact>): GhlContact {
  const more = (said.additionalEmails ?? []).flatMap((each) => address.safeParse(each).data ?? []);
  return {
    ghlContactId: said.id,
    name: readName(said.contactName, said.firstName, said.lastName),
    emails: readAddresses([said.email ?? '', ...more]).emails,
  };
}
