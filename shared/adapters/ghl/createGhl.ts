import type { GhlEmail } from '../../domain/ghl.ts';
import type { Ghl } from '../../ports/ghl.ts';
import {
  altIdAnswer,
  contactOf,
  contactsAnswer,
  conversationsAnswer,
  foundContactAnswer,
  loggedAnswer,
  messagesAnswer,
  newContactAnswer,
  newConversationAnswer,
} from './answers.ts';
import { type GhlCallerOptions, ghlCaller } from './ghlCaller.ts';
import { inboundBody } from './inboundBody.ts';
import { contactsPage, newContact, newConversation } from './requestBodies.ts';

export interface GhlOptions extends GhlCallerOptions {
  readonly ghlLocationId: string;
  readonly conversationProviderId: string | null;
}

/**
 * GHL's API v2 on Node's fetch; the official client would bring axios and a MongoDB driver. Nothing is ever sent twice.
 */
export function createGhl(options: GhlOptions): Ghl {
  const caller = ghlCaller(options);
  const { ghlLocationId: locationId } = options;
  return {
    logEmail: (email, { notAfter }) => logEmail(caller, { email, notAfter, options }),
    findContact: (email) =>
      caller.call({
        operation: 'ghl.contacts.duplicate',
        path: '/contacts/search/duplicate',
        query: { locationId, email },
        answer: foundContactAnswer,
      }),
    createContact: ({ email, name }) =>
      caller.call({
        operation: 'ghl.contacts.create',
        path: '/contacts/',
        body: newContact({ locationId, email, name }),
        answer: newContactAnswer,
        recover: ({ duplicateOf }) => (duplicateOf === undefined ? undefined : { ghlContactId: duplicateOf }),
      }),
    findConversation: (contactId) => findConversation(caller, { locationId, contactId }),
    createConversation: (contactId) =>
      caller.call({
        operation: 'ghl.conversations.create',
        path: '/conversations/',
        body: newConversation({ locationId, contactId }),
        answer: newConversationAnswer,
      }),
    listEmails: ({ ghlConversationId, after }) =>
      caller.call({
        operation: 'ghl.messages.list',
        path: `/conversations/${encodeURIComponent(ghlConversationId)}/messages`,
        query: {
          type: options.conversationProviderId === null ? EMAIL_TYPE : EMAIL_TYPES,
          limit: '100',
          ...(after !== undefined && { lastMessageId: after }),
        },
        answer: messagesAnswer,
      }),
    altIdOf: (emailId) =>
      caller.call({
        operation: 'ghl.messages.getEmail',
        path: `/conversations/messages/email/${encodeURIComponent(emailId)}`,
        answer: altIdAnswer,
      }),
    listContacts: (request) => listContacts(caller, { locationId, ...request }),
    get limits() {
      return caller.limits;
    },
  };
}

type Caller = ReturnType<typeof ghlCaller>;

const EMAIL_TYPE = 'TYPE_EMAIL';
/** What came through a provider of one's own has a type of its own; which of the two, GHL does not say. */
const EMAIL_TYPES = 'TYPE_EMAIL,TYPE_CUSTOM_EMAIL,TYPE_CUSTOM_PROVIDER_EMAIL';

/** Never `POST /conversations/messages`: that would send it. */
async function logEmail(
  caller: Caller,
  asked: { email: GhlEmail; notAfter: Date; options: Pick<GhlOptions, 'conversationProviderId'> },
) {
  const { email, notAfter, options } = asked;
  const logged = await caller.call({
    operation: 'ghl.messages.addInbound',
    path: '/conversations/messages/inbound',
    body: inboundBody(email, options.conversationProviderId),
    answer: loggedAnswer,
    notAfter,
    nonsense: 'unavailable',
  });
  return {
    ghlMessageId: logged.messageId,
    ghlConversationId: logged.conversationId ?? email.ghlConversationId,
    ghlEmailId: logged.emailMessageId ?? null,
  };
}

/** Only the contact's own counts: a conversation of somebody else would get their mail. */
async function findConversation(caller: Caller, query: { locationId: string; contactId: string }) {
  const { conversations } = await caller.call({
    operation: 'ghl.conversations.search',
    path: '/conversations/search',
    query,
    answer: conversationsAnswer,
  });
  const found = conversations.find(({ contactId }) => contactId === query.contactId);
  return found && { ghlConversationId: found.id };
}

/** A page that is not full is the last one. */
async function listContacts(
  caller: Caller,
  { locationId, limit, after }: { locationId: string; limit: number; after?: string },
) {
  const { contacts, total } = await caller.call({
    operation: 'ghl.contacts.search',
    path: '/contacts/search',
    body: contactsPage({ locationId, limit, ...(after !== undefined && { after }) }),
    answer: contactsAnswer,
  });
  const place = contacts.at(-1)?.searchAfter;
  return {
    contacts: contacts.map(contactOf),
    total,
    ...(place && contacts.length === limit && { next: JSON.stringify(place) }),
  };
}
