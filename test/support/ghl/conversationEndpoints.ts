import { z } from 'zod';
import { demandLocation, type Endpoints, parseBody } from './apiCall.ts';
import { ghlErrors } from './ghlError.ts';
import type { CreateConversationDto, NewConversation, SendConversationResponseDto } from './wireTypes.ts';

const CREATE: z.ZodType<CreateConversationDto> = z.object({ locationId: z.string(), contactId: z.string() });

export const CONVERSATION_ENDPOINTS: Endpoints<'conversations.'> = {
  'conversations.search': ({ location, query }) => {
    demandLocation(location, query.get('locationId'));
    const contactId = query.get('contactId');
    const found = [...location.conversations.values()].filter(
      (each) => (contactId === null || each.contactId === contactId) && location.isSearchable(each),
    );
    const answer: SendConversationResponseDto = {
      conversations: found.map((each) => ({
        id: each.id,
        contactId: each.contactId,
        locationId: location.id,
        lastMessageBody: '',
        lastMessageType: 'TYPE_EMAIL',
        type: 'TYPE_PHONE',
        unreadCount: 0,
        fullName: location.contacts.get(each.contactId)?.name ?? '',
        contactName: location.contacts.get(each.contactId)?.name ?? '',
        email: location.contacts.get(each.contactId)?.email ?? '',
        phone: '',
      })),
      total: found.length,
    };
    return { body: answer };
  },
  'conversations.create': ({ location, body }) => {
    const { locationId, contactId } = parseBody(CREATE, body);
    demandLocation(location, locationId);
    // Which one it is, GHL does not say: https://github.com/GoHighLevel/highlevel-api-docs/issues/5
    if (location.conversationOf(contactId)) throw ghlErrors.conversationExists(contactId);
    const { id, dateAdded } = location.addConversation(contactId);
    const answer: NewConversation = {
      success: true,
      conversation: { id, contactId, locationId, dateAdded: dateAdded.toISOString() },
    };
    return { status: 201, body: answer };
  },
};
