/**
 * GHL's own types of what goes over the wire, narrowed where they are loose and mended where they are wrong:
 * - `ProcessMessageBodyDto` demands a `conversationProviderId`, which only `Custom` has, and leaves `direction` open;
 * - `ProcessMessageResponseDto` demands a `messageId`, which is missing where nothing was stored;
 * - `GetMessagesByConversationResponseDto` is found inside of a further `messages`; `meta.email` is `any`;
 * - the answer of `POST /contacts/search` has no type any more, nor its body: see `ContactsPage`;
 * - `CreateConversationSuccessResponse.conversation` is `any`.
 */
export type * from '@gohighlevel/api-client/dist/lib/code/contacts/models/contacts.js';
export type * from '@gohighlevel/api-client/dist/lib/code/conversations/models/conversations.js';
export type * from '@gohighlevel/api-client/dist/lib/code/oauth/models/oauth.js';

import type * as contacts from '@gohighlevel/api-client/dist/lib/code/contacts/models/contacts.js';
import type * as conversations from '@gohighlevel/api-client/dist/lib/code/conversations/models/conversations.js';

type Loose<T, Keys extends keyof T> = Omit<T, Keys> & Partial<Pick<T, Keys>>;

export type InboundBody = Omit<
  Loose<conversations.ProcessMessageBodyDto, 'conversationProviderId'>,
  'direction' | 'call'
> & { direction?: 'inbound' | 'outbound' };

export type InboundAnswer = Loose<conversations.ProcessMessageResponseDto, 'messageId' | 'conversationId'>;

export interface MessagesAnswer {
  messages: Omit<conversations.GetMessagesByConversationResponseDto, 'messages'> & {
    messages: (conversations.GetMessageResponseDto & { meta: { email: { messageIds: string[] } } })[];
  };
}

export interface NewConversation {
  success: boolean;
  conversation: Pick<
    conversations.ConversationCreateResponseDto,
    'id' | 'contactId' | 'locationId' | 'dateAdded'
  >;
}

/** Body and answer as https://marketplace.gohighlevel.com/docs/ghl/contacts/search-contacts-advanced has them. */
export interface ContactsSearch {
  locationId: string;
  pageLimit: number;
  searchAfter?: (string | number)[];
  sort?: { field: string; direction: 'asc' | 'desc' }[];
}

export interface FoundContact extends contacts.ContactsSearchSchema {
  contactName?: string;
  firstName?: string;
  lastName?: string;
  additionalEmails?: { email: string }[];
  searchAfter: (string | number)[];
}

export interface ContactsPage {
  contacts: FoundContact[];
  total: number;
}
