import type * as contacts from '@gohighlevel/api-client/dist/lib/code/contacts/models/contacts.js';
import type * as conversations from '@gohighlevel/api-client/dist/lib/code/conversations/models/conversations.js';
import type * as oauth from '@gohighlevel/api-client/dist/lib/code/oauth/models/oauth.js';
import { describe, expect, test } from '@jest/globals';
import { inboundBody } from '../../shared/adapters/ghl/inboundBody.ts';
import { contactsPage, newContact, newConversation } from '../../shared/adapters/ghl/requestBodies.ts';
import type { GhlEmail } from '../../shared/domain/ghl.ts';
import { EmailAddress } from '../../shared/domain/ids.ts';
import type { ContactsSearch } from '../support/ghl/wireTypes.ts';

/**
 * What we post, held against GHL's own types: a field of another name or type does not compile. Their types are loose in
 * places (`direction` and `searchAfter` are `any` or missing) and wrong in one: `conversationProviderId` is demanded of
 * every email, though an `Email` of the default provider has none.
 */
const email: GhlEmail = {
  ghlContactId: 'contact',
  ghlConversationId: 'conversation',
  direction: 'outbound',
  subject: 'Hello',
  text: 'Hello',
  html: null,
  from: EmailAddress('ann@example.com'),
  to: [EmailAddress('bob@example.com')],
  cc: [],
  bcc: [],
  sentAt: new Date(0),
  altId: 'entry',
  replyTo: 'email',
};

/** A type that takes the other's fields and has none that the other does not know. */
type NoMoreThan<Known, Body> = Exclude<keyof Body, keyof Known> extends never ? true : never;

describe('what is posted to GHL fits its own types', () => {
  test('an email through an extra provider has only known fields', () => {
    const body = inboundBody(email, 'provider');
    const posted: conversations.ProcessMessageBodyDto = { conversationProviderId: 'provider', ...body };
    const known: NoMoreThan<conversations.ProcessMessageBodyDto, typeof body> = true;
    expect(posted.type).toBe('Custom');
    expect(known).toBe(true);
  });

  test('an email of the default provider lacks nothing but the provider', () => {
    const body = inboundBody(email, null);
    const posted: Omit<conversations.ProcessMessageBodyDto, 'conversationProviderId'> = body;
    expect(posted.type).toBe('Email');
    expect(posted).not.toHaveProperty('conversationProviderId');
  });

  test('a contact, a conversation and a page of contacts', () => {
    const contact = newContact({ locationId: 'location', email: 'ann@example.com', name: 'Ann' });
    const conversation = newConversation({ locationId: 'location', contactId: 'contact' });
    const page = contactsPage({ locationId: 'location', limit: 10, after: '[1,"contact"]' });
    const posted: [contacts.CreateContactDto, conversations.CreateConversationDto, ContactsSearch] = [
      contact,
      conversation,
      page,
    ];
    const known: [
      NoMoreThan<contacts.CreateContactDto, typeof contact>,
      NoMoreThan<conversations.CreateConversationDto, typeof conversation>,
    ] = [true, true];
    expect(posted).toHaveLength(3);
    expect(known).toEqual([true, true]);
  });

  test('the form of the OAuth calls', () => {
    const form: oauth.GetAccessCodebodyDto = {
      client_id: 'app',
      client_secret: 'secret',
      user_type: 'Location',
      grant_type: 'refresh_token',
      refresh_token: 'token',
    };
    expect(Object.keys(form)).toContain('user_type');
  });
});
