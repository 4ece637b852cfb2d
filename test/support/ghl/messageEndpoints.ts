import { z } from 'zod';
import { type ApiCall, type Endpoints, parseBody } from './apiCall.ts';
import { ghlErrors } from './ghlError.ts';
import type { GhlLocation } from './ghlLocation.ts';
import { addInbound } from './inboundEndpoint.ts';
import type { StoredConversation, Thread } from './records.ts';
import type { GetEmailMessageResponseDto, MessagesAnswer, SendMessageResponseDto } from './wireTypes.ts';

export const MESSAGE_ENDPOINTS: Endpoints<'messages.'> = {
  'messages.addInbound': addInbound,
  'messages.send': ({ location, body }) => {
    location.sent.push(body);
    const answer: SendMessageResponseDto = {
      conversationId: location.ids.next(),
      messageId: location.ids.next(),
      status: 'delivered',
      msg: 'Email queued successfully.',
    };
    return { status: 201, body: answer };
  },
  'messages.getEmail': ({ location, id }) => {
    const email = location.email(id);
    if (!email) throw ghlErrors.emailGone(id);
    const answer: GetEmailMessageResponseDto = {
      id,
      ...(email.altId !== undefined && { altId: email.altId }),
      threadId: email.messageId,
      locationId: location.id,
      contactId: email.contactId,
      conversationId: email.conversationId,
      dateAdded: email.date.toISOString(),
      subject: email.subject ?? '',
      body: email.html ?? email.message ?? '',
      direction: email.direction,
      status: 'delivered',
      contentType: 'text/html',
      from: email.from ?? '',
      to: email.to === undefined ? [] : [email.to],
      cc: [...email.cc],
      bcc: [...email.bcc],
    };
    return { body: { emailMessage: answer } };
  },
  'messages.list': listMessages,
};

const LIST = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  lastMessageId: z.string().optional(),
  type: z.string().optional(),
});

const EMAIL_TYPE = 3;

/** The newest thread first, by the date of its last email. */
function listMessages({ location, id, query }: ApiCall) {
  const conversation = location.conversation(id);
  const { limit, lastMessageId, type } = parseBody(LIST, Object.fromEntries(query));
  const rows = conversation.threads
    .map((thread) => rowOf(thread, conversation, location))
    .filter(({ messageType }) => type === undefined || type.split(',').includes(messageType))
    .sort((a, b) => b.dateAdded.localeCompare(a.dateAdded));
  const begin = lastMessageId === undefined ? 0 : rows.findIndex((row) => row.id === lastMessageId) + 1;
  const page = rows.slice(begin, begin + limit);
  const answer: MessagesAnswer = {
    messages: {
      lastMessageId: page.at(-1)?.id ?? '',
      nextPage: begin + limit < rows.length,
      messages: page,
    },
  };
  return { body: answer };
}

function rowOf({ messageId, emails }: Thread, { contactId, id }: StoredConversation, location: GhlLocation) {
  const last = emails.reduce((latest, each) => (each.date >= latest.date ? each : latest));
  return {
    id: messageId,
    type: EMAIL_TYPE,
    messageType: last.type === 'Custom' ? 'TYPE_CUSTOM_PROVIDER_EMAIL' : 'TYPE_EMAIL',
    locationId: location.id,
    contactId,
    conversationId: id,
    dateAdded: last.date.toISOString(),
    direction: last.direction,
    contentType: 'text/html',
    meta: { email: { messageIds: emails.map(({ emailId }) => emailId) } },
  };
}
